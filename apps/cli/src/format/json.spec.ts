import { describe, expect, it } from 'vitest';
import { formatJson } from './json.js';
import { aRefusal, aResult, aTlsResult } from './result.fixture.js';

describe('formatJson', () => {
  it('is one line with the whole result', () => {
    for (const result of [aResult(), aTlsResult(), aRefusal({ quit: null })]) {
      expect(formatJson(result)).not.toContain('\n');
      expect(JSON.parse(formatJson(result))).toEqual(result);
    }
  });
});
