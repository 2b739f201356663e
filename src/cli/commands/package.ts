import { Command } from 'commander';
import type { Console } from '../console';
import { buildLocalCommand } from './build-local';
import { publishBundleCommand } from './publish-bundle';

export function packageCommand(console: Console): Command {
  return new Command('package')
    .description('Publish packages, and build signed bundles without a Registry.')
    .addCommand(publishBundleCommand(console))
    .addCommand(buildLocalCommand(console));
}
