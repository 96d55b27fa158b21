// Answers benchmarks/peers/sharp.py: a line of JSON on standard input, a line of JSON back.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import sharp from "sharp";

sharp.cache(false); // decoding is part of the work
sharp.concurrency(Number(process.env.CORES));

const encoders = {
  avif: (image, effort) => image.avif({ quality: 50, effort, chromaSubsampling: "4:2:0" }),
  webp: (image) => image.webp({ quality: 80, effort: 4 }),
  jpeg: (image) => image.jpeg({ quality: 80, chromaSubsampling: "4:2:0" }),
};
const formats = Object.keys(encoders);
const reduced = (image, size) => image.resize(size, size, { fit: "inside" });

const ways = {
  // As its documentation does it: each file from the photo, all at once.
  usual: (data, sizes, effort) =>
    sizes.flatMap((size) =>
      formats.map((kind) => encoders[kind](reduced(sharp(data), size), effort).toBuffer()),
    ),
  // As our ladder does it: decoded once, each size from the next larger.
  chained: async (data, sizes, effort) => {
    const files = [];
    let image = sharp(data);
    for (const size of sizes) {
      const { data: raw, info } = await reduced(image, size)
        .raw()
        .toBuffer({ resolveWithObject: true });
      const { width, height, channels } = info;
      const made = () => sharp(raw, { raw: { width, height, channels } });
      files.push(...formats.map((kind) => encoders[kind](made(), effort).toBuffer()));
      image = made();
    }
    return files;
  },
};

const answers = {
  versions: async () => sharp.versions,
  ladder: async ({ photo, way, sizes, effort }) => {
    const data = readFileSync(photo);
    const began = performance.now();
    const files = await Promise.all(await ways[way](data, sizes, effort));
    const ms = performance.now() - began;
    return { ms, bytes: files.reduce((sum, file) => sum + file.length, 0), count: files.length };
  },
  encode: async ({ picture, kind, effort, to }) => {
    writeFileSync(to, await encoders[kind](sharp(picture), effort).toBuffer());
    return {};
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify(await answers[asked.answer](asked)));
}
