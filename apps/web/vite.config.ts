import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const CONTROLLER = 'http://127.0.0.1:8220';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Says which chunk loads which: scripts/bundle.mjs checks their sizes by it.
    manifest: true,
    // The content security policy allows no data: addresses, so that even a small icon stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Zod is configured before the schemas are made, also when they are in another chunk: see zod-without-eval.ts.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
  server: { proxy: { '/api': CONTROLLER } },
});
