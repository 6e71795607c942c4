// The stock tus-js-client under Node.js: uploads a file, up to a number of bytes if that is given, and says what came of it.
import { readFileSync } from "node:fs";
import { Upload } from "tus-js-client";

const { path, endpoint, uploadUrl, headers, metadata, chunkSize, until } = JSON.parse(process.argv[2]);
let attachment = "";

const upload = new Upload(readFileSync(path), {
    endpoint,
    uploadUrl,
    headers,
    metadata,
    chunkSize: chunkSize ?? Infinity,
    retryDelays: [0, 500, 1000, 2000, 4000, 8000, 8000, 8000],
    onAfterResponse: (_request, response) => {
        attachment = response.getHeader("Chatsite-Attachment") ?? attachment;
    },
    onChunkComplete: (_size, accepted) => {
        process.stdout.write(`${JSON.stringify({ accepted })}\n`);
        if (until && accepted >= until) {
            upload.abort().then(() => say({ url: upload.url, accepted }));
        }
    },
    onSuccess: () => say({ url: upload.url, attachment }),
    onError: (error) => say({ error: String(error) }),
});

function say(what) {
    process.stdout.write(`${JSON.stringify(what)}\n`, () => process.exit(what.error ? 1 : 0));
}

upload.start();
