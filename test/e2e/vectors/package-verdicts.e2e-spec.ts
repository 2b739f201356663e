import { MAX_PACKAGE_BODY_BYTES } from '../../../src/core/package-rules/package-request';
import { describeVerdicts } from './verdict-suite';

describeVerdicts({
  name: 'package',
  route: '/publications',
  maxBodyBytes: MAX_PACKAGE_BODY_BYTES,
  requestOf: (patched) => patched,
});
