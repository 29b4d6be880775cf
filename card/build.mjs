// Bundles the card into the integration: the same sources give the same bytes. `--watch` does it again with each change.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const integration = join(here, "../custom_components/retrowalk");
const target = join(integration, "www");
/** Besides English, which is part of the card. */
const LANGUAGES = ["de"];

/** A placeholder is a comment to esbuild's eyes, so it must not be dropped. */
const PLACEHOLDER = /\$\{[^}]*\}/g;

async function shorterStyle(css) {
  const held = [];
  const whole = css.replace(PLACEHOLDER, (placeholder) => `--held-${held.push(placeholder) - 1}:0;`);
  const { code } = await esbuild.transform(whole, { loader: "css", minify: true, target: "chrome120" });
  return code.trim().replace(/--held-(\d+): ?0;?/g, (_, at) => held[at]);
}

/** Line breaks and indents in markup are for those who read the source; nowhere else does a line begin with blanks. */
const shorterMarkup = (script) => script.replace(/>\n\s+</g, "><").replace(/\n {2,}/g, " ");

/** Styles are written to be read; the browser needs less of them. */
const shorterStyles = {
  name: "shorter-styles",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]styles[/\\]\w+\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      let contents = text;
      for (const [whole, css] of text.matchAll(/`([^`]*)`/gs)) contents = contents.replace(whole, () => whole.replace(css, () => "@@"));
      for (const [, css] of text.matchAll(/`([^`]*)`/gs)) {
        const shorter = await shorterStyle(css);
        contents = contents.replace("@@", () => shorter);
      }
      return { contents, loader: "ts" };
    });
  },
};

export async function options() {
  const { version } = JSON.parse(await readFile(join(integration, "manifest.json"), "utf8"));
  return {
    entryPoints: [join(here, "src/retrowalk-card.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: { js: "/*! With Lit, © Google LLC, BSD-3-Clause, SPDX-License-Identifier: BSD-3-Clause */" },
    define: { __VERSION__: JSON.stringify(version) },
    plugins: [shorterStyles],
    absWorkingDir: here,
    write: false,
    logLevel: "warning",
  };
}

/** All that the browser may ask for, by file name. */
export async function built() {
  const chosen = await options();
  const card = await esbuild.build(chosen);
  const files = { "retrowalk-card.js": shorterMarkup(card.outputFiles[0].text) };
  for (const language of LANGUAGES) {
    const entry = join(here, `src/words-${language}.ts`);
    const { outputFiles } = await esbuild.build({ ...chosen, entryPoints: [entry] });
    const words = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
    files[`retrowalk-card.${language}.json`] = `${JSON.stringify(words[language])}\n`;
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--watch")) {
    const watched = await esbuild.context({ ...(await options()), write: true, outfile: join(target, "retrowalk-card.js") });
    await watched.watch();
  } else {
    const kB = (size) => `${(size / 1000).toFixed(1)} kB`;
    for (const [name, text] of Object.entries(await built())) {
      await writeFile(join(target, name), text);
      const bytes = Buffer.from(text);
      console.log(`${name}: ${kB(bytes.length)}, gzipped ${kB(gzipSync(bytes, { level: 9 }).length)}`);
    }
  }
}
