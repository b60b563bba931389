import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig } from "vite";

const target = "../api/static/dist";
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

/** Copies Swagger UI as it is published, so that /api/docs loads nothing from elsewhere. */
function copySwagger() {
  return {
    name: "copy-swagger",
    writeBundle() {
      mkdirSync(target, { recursive: true });
      for (const name of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
        copyFileSync(join(swagger, name), join(target, name));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [copySwagger()],
  build: {
    outDir: target,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: true,
    rollupOptions: {
      input: { app: "src/app.js", pages: "src/pages.css", sparql: "src/sparql.js", "swagger-ui-init": "src/swagger-ui-init.js" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
});
