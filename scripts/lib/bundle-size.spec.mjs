import { describe, expect, it } from 'vitest';
import { excesses, loadsOf } from './bundle-size.mjs';

const MANIFEST = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_shared.js'] },
  '_shared.js': { file: 'shared.js', imports: ['_runtime.js'] },
  '_runtime.js': { file: 'runtime.js' },
  'Chart.tsx': { file: 'chart-page.js', isDynamicEntry: true, imports: ['_shared.js', '_chart.js'] },
  '_chart.js': { file: 'chart.js', imports: ['_chart.js'] },
  'Small.tsx': { file: 'small.js', isDynamicEntry: true, imports: ['index.html'] },
};

/** @param {Record<string, number>} sizes KiB of files; 1 for others */
const loads = (sizes) => loadsOf(MANIFEST, (file) => (sizes[file] ?? 1) * 1024);

describe('loadsOf', () => {
  it('follows imports, and counts for a page what it adds', () => {
    const { first, pages } = loads({ 'chart.js': 40 });
    expect(first.chunks.map(({ file }) => file).sort()).toEqual(['index.js', 'runtime.js', 'shared.js']);
    expect(pages).toMatchObject([
      { name: 'Chart.tsx', bytes: 41 * 1024, chunks: [{ file: 'chart.js' }, { file: 'chart-page.js' }] },
      { name: 'Small.tsx', bytes: 1024 },
    ]);
  });
});

describe('excesses', () => {
  it('is content with what is small enough', () => {
    expect(excesses(loads({ 'shared.js': 298, 'chart.js': 119 }))).toEqual([]);
  });

  it('names what is too large, with its largest chunks first', () => {
    const [first, page] = excesses(loads({ 'shared.js': 299, 'chart.js': 120 }));
    expect(first).toMatch(/the first load loads 301\.0 KiB .* 300 KiB[^]*299\.0 KiB {2}shared\.js/);
    expect(page).toMatch(/Chart\.tsx loads 121\.0 KiB .* 120 KiB[^]*chart\.js/);
  });
});
