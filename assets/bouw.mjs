// Bundles stylesheets, fonts and scripts into assets/dist. File names carry no hash: Django's
// manifest storage adds them. Run it with `npm run build`.
import { build } from "esbuild";
import { readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const MAP = fileURLToPath(new URL(".", import.meta.url));
const UIT = `${MAP}dist`;

const ALGEMEEN = {
  absWorkingDir: MAP,
  bundle: true,
  minify: true,
  outdir: UIT,
  entryNames: "[name]",
  assetNames: "[name]",
  legalComments: "linked",
  loader: { ".woff2": "file", ".png": "file", ".svg": "file" },
  logLevel: "warning",
  metafile: true,
  target: ["chrome109", "firefox115", "safari15.6"],
};

const gebruikt = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((treffer) => treffer[1]);

/** Keep only the tokens of a theme that `start` needs, directly or through other tokens. */
function nodigeTokens(thema, start) {
  const waarden = new Map([...thema.matchAll(/^\s*(--[\w-]+):\s*(.*?);/gm)].map(([, naam, waarde]) => [naam, waarde]));
  const nodig = new Set();
  const nogTeDoen = [...start];
  while (nogTeDoen.length) {
    const naam = nogTeDoen.pop();
    if (!waarden.has(naam) || nodig.has(naam)) continue;
    nodig.add(naam);
    nogTeDoen.push(...gebruikt(waarden.get(naam)));
  }
  return [...nodig].map((naam) => `${naam}: ${waarden.get(naam)};`).join("\n");
}

/** The voorbeeld theme holds tokens for every component there is: 200 kB, of which we use a fifth. */
function alleenNodigeTokens(start) {
  return {
    name: "alleen-nodige-tokens",
    setup(bouw) {
      bouw.onLoad({ filter: /voorbeeld-design-tokens[\\/]dist[\\/]theme\.css$/ }, async ({ path }) => {
        const thema = await readFile(path, "utf8");
        return { contents: `.voorbeeld-theme {\n${nodigeTokens(thema, start)}\n}`, loader: "css" };
      });
    },
  };
}

await rm(UIT, { recursive: true, force: true });
const { metafile } = await build({
  ...ALGEMEEN,
  entryPoints: [
    "css/portaal.css",
    "css/kaart.css",
    "css/beheer.css",
    "css/zaak.css",
    "js/portaal.js",
    "js/kaart.js",
    "js/sessie.js",
    "js/keuzelijst.js",
    "js/sleutel.js",
    { in: "beeld/merkteken.svg", out: "merkteken" },
  ].map((ingang) => (typeof ingang === "string" ? { in: ingang, out: ingang.replace(/^.*\/|\.\w+$/g, "") } : ingang)),
  loader: { ...ALGEMEEN.loader, ".svg": "copy" },
});

const stijlbladen = Object.keys(metafile.outputs).filter((naam) => naam.endsWith(".css"));
const bronnen = [...stijlbladen.map((naam) => `${MAP}${naam}`), `${MAP}themas/standaard.css`];
const start = (await Promise.all(bronnen.map((bron) => readFile(bron, "utf8")))).flatMap(gebruikt);
await build({
  ...ALGEMEEN,
  entryPoints: [{ in: "themas/standaard.css", out: "thema-standaard" }],
  plugins: [alleenNodigeTokens(start)],
});
