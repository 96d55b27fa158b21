// What is made of main.tsx: one entry, its style, the workers and what is loaded later.
import { defineConfig } from 'vite';
import { notices } from './notices.ts';

const bundled = notices();

export default defineConfig({
  base: './', // next to each other, wherever the page is mounted
  build: {
    outDir: 'built',
    assetsDir: '.',
    assetsInlineLimit: 0,
    sourcemap: false,
    target: 'es2022',
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: 'main.tsx',
      onwarn(warning, warn) {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning); // "use client" means nothing here
      },
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [bundled.watching()],
    rollupOptions: {
      output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  plugins: [bundled.watching(), bundled.writing()],
});
