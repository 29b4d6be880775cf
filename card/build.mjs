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

const shorterStyle = (css) =>
  css
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/;}/g, "}");

/** Line breaks and indents in markup are for those who read the source; nowhere else does a line begin with blanks. */
const shorterMarkup = (script) => script.replace(/>\n\s+</g, "><").replace(/\n {2,}/g, " ");

/** Styles are written to be read; the browser needs less of them. */
const shorterStyles = {
  name: "shorter-styles",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]styles[/\\]\w+\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: text.replace(/`[^`]*`/gs, shorterStyle), loader: "ts" };
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
    legalComments: "eof",
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
