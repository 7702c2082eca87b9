import { describe, expect, it } from 'vitest';
import { tabOf } from './tab.js';

const SITES = { title: 'Sites · TwoTwenty', mood: 'up' } as const;
const DOWN = { prefix: '(2 down) ', mood: 'trouble' } as const;

describe('the tab', () => {
  it('says what is worst before the name of the page', () => {
    expect(tabOf(SITES, DOWN)).toEqual({ title: '(2 down) Sites · TwoTwenty', mood: 'trouble' });
    expect(tabOf(null, DOWN)).toEqual({ title: '(2 down) TwoTwenty', mood: 'trouble' });
    expect(tabOf(SITES, { prefix: '', mood: 'up' })).toEqual({ title: 'Sites · TwoTwenty', mood: 'up' });
  });

  it('claims nothing while there is no connection, and before anything is known', () => {
    expect(tabOf({ title: '(no connection) TwoTwenty', mood: 'idle' }, DOWN)).toEqual({
      title: '(no connection) TwoTwenty',
      mood: 'idle',
    });
    expect(tabOf(SITES, null)).toEqual(SITES);
    expect(tabOf(null, null)).toEqual({ title: 'TwoTwenty', mood: 'idle' });
  });
});
