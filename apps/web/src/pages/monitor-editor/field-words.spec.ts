import { describe, expect, it } from 'vitest';
import { fieldTitle, formatValue } from './field-words.js';

describe('formatValue', () => {
  const names = new Map([['id-1', 'Mail server']]);

  it('says what people call it', () => {
    expect(formatValue('enabled', true, names)).toBe('yes');
    expect(formatValue('deviceId', 'id-1', names)).toBe('Mail server');
    expect(formatValue('dependsOn', ['id-1', 'id-2'], names)).toBe('Mail server, id-2');
    expect(formatValue('tags', [], names)).toBe('none');
    expect(formatValue('sitesToFail', null, names)).toBe('a majority');
    expect(formatValue('sitesToFail', 2, names)).toBe('2');
    expect(formatValue('target.ehloName', '', names)).toBe('none');
    expect(formatValue('timing.delaySeconds.up', 60, names)).toBe('60 s');
  });
});

describe('fieldTitle', () => {
  it('says of which delay it speaks', () => {
    expect(fieldTitle('timing.delaySeconds.up')).toBe('Delay while Up');
    expect(fieldTitle('name')).toBe('Monitor Name');
  });
});
