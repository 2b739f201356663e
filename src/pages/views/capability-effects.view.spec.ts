import { effectsOf, effectViews, postureOf } from './capability-effects.view';

const NO_EFFECTS = { produces: [], excludes: [] };

describe('effectsOf', () => {
  it('joins what the capability says and what agents are told', () => {
    const capability = { business_effects: { produces: ['data.read'], does_not_produce: ['data.export'] } };
    const guidance = { business_effects: { produces: [' data.read ', 'content.summary'], does_not_produce: 'none' } };
    expect(effectsOf(capability, guidance)).toEqual({
      produces: ['data.read', 'content.summary'],
      excludes: ['data.export'],
    });
    expect(effectsOf({}, undefined)).toEqual(NO_EFFECTS);
  });

  it('words them for people', () => {
    expect(effectViews(['raw_data_export', 'system.preview_mutation'])).toEqual([
      { name: 'raw_data_export', label: 'Raw data export' },
      { name: 'system.preview_mutation', label: 'System preview mutation' },
    ]);
  });
});

describe('postureOf', () => {
  it.each([
    ['approval gated', { grant_policy: {}, side_effect_level: 'write' }, NO_EFFECTS],
    ['approval required', { side_effect_level: 'Approval_Required' }, NO_EFFECTS],
    ['approval required', { operation_type: 'write' }, { produces: ['approval.request'], excludes: [] }],
    ['write-adjacent', { operation_type: 'write' }, NO_EFFECTS],
    ['write-adjacent', {}, { produces: ['external_dispatch'], excludes: [] }],
    ['write-adjacent', { intent_type: 'send_message' }, NO_EFFECTS],
    ['read / prepare', { intent_type: 'read', grant_policy: null }, { produces: ['data.read'], excludes: ['system.mutation'] }],
  ])('is %s', (text, capability, effects) => {
    expect(postureOf(capability, effects).text).toBe(text);
  });
});
