import { FileVariant } from "../src/index.ts";

const upload = "By the tus protocol, version 1.0 (https://tus.io).";
const fileId = { name: "fileId", in: "path", required: true, schema: { type: "string", format: "uuid" } };
const variant = {
  name: "variant",
  in: "path",
  required: true,
  schema: { type: "string", enum: FileVariant.options },
};
const download = {
  name: "download",
  in: "query",
  description: "Any value: as an attachment, whatever it is.",
  schema: { type: "string" },
};

/** Routes that carry the files of messages. */
export const messageFilePaths = {
  "/api/uploads": {
    post: {
      operationId: "files.upload",
      tags: ["files"],
      summary: `Announces an upload; the last part of \`Location\` is the file's id. ${upload}`,
      parameters: [
        header("Tus-Resumable", "1.0.0"),
        header("Upload-Length", "Bytes."),
        header("Upload-Metadata", "`fileName` and `purpose` (message or avatar), each value in base64."),
      ],
      responses: {
        "201": { description: "Begun." },
        "413": { description: "`files/too_large`" },
        "422": { description: "`files/upload_invalid`, `files/type_not_allowed`" },
        "429": { description: "`files/too_many_uploads`" },
        "507": { description: "`files/disk_full`" },
      },
    },
  },
  "/api/uploads/{fileId}": {
    parameters: [fileId, header("Tus-Resumable", "1.0.0")],
    head: operation("files.uploadOffset", `How much has come: \`Upload-Offset\`. ${upload}`),
    patch: operation("files.uploadBytes", `Sends bytes from \`Upload-Offset\` on. ${upload}`),
    delete: operation("files.uploadAbort", `Gives an unfinished upload up. ${upload}`),
  },
  "/api/files/own/{fileId}/{variant}": {
    parameters: [fileId, variant, download],
    get: operation("files.readOwn", "A file of one's own that is not sent yet. Ranges and ETags work."),
  },
  "/api/files/{conversationId}/{seq}/{fileId}/{variant}": {
    parameters: [
      { ...fileId, name: "conversationId" },
      { name: "seq", in: "path", required: true, schema: { type: "integer" } },
      fileId,
      variant,
      download,
    ],
    get: operation("files.read", "A file of a message that one may read at this moment. Ranges and ETags work."),
  },
  "/api/files/avatars/{fileId}": {
    parameters: [fileId],
    get: operation("files.readAvatar", "The picture of a person."),
  },
};

function header(name: string, description: string): object {
  return { name, in: "header", required: true, description, schema: { type: "string" } };
}

function operation(operationId: string, summary: string): object {
  const responses = { "2XX": { description: "Done." }, "404": { description: "`files/not_found`" } };
  return { operationId, tags: ["files"], summary, responses };
}
