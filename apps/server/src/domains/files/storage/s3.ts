import { openAsBlob } from "node:fs";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { AwsClient } from "aws4fetch";
import type { BlobStorage, Stretch } from "./storage.ts";

/** How to reach a bucket of an S3-compatible storage. */
export interface S3Options {
  /** Base URL; the bucket is the first part of the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Readers are sent to the storage by links that work for a minute, instead of through this server. */
  readonly directReads: boolean;
}

const linkSeconds = 60;

/** Blobs as objects `blobs/ab/cd/<hash>` of a bucket. One PUT holds up to 5 GB, more than a policy allows. */
export function s3Storage({ endpoint, bucket, region, directReads, ...keys }: S3Options): BlobStorage {
  const client = new AwsClient({ ...keys, region, service: "s3", retries: 3 });
  const urlOf = (hash: string) =>
    `${endpoint.replace(/\/+$/, "")}/${bucket}/blobs/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
  return {
    async has(hash, size) {
      const answer = await client.fetch(urlOf(hash), { method: "HEAD" });
      if (answer.status === 404) return false;
      if (!answer.ok) throw refused("HEAD", answer.status);
      return Number(answer.headers.get("content-length")) === size;
    },
    async keep(hash, _size, path) {
      // The storage checks what comes against this hash, so a blob cannot be kept under a wrong one.
      const headers = { "x-amz-content-sha256": hash };
      const answer = await client.fetch(urlOf(hash), { method: "PUT", headers, body: await openAsBlob(path) });
      await answer.body?.cancel();
      if (!answer.ok) throw refused("PUT", answer.status);
    },
    async read(hash, stretch) {
      const answer = await client.fetch(urlOf(hash), { headers: rangeOf(stretch) });
      if (answer.ok && answer.body) return Readable.fromWeb(answer.body as ReadableStream);
      await answer.body?.cancel();
      throw refused("GET", answer.status);
    },
    async remove(hash) {
      const answer = await client.fetch(urlOf(hash), { method: "DELETE" });
      await answer.body?.cancel();
      if (!answer.ok && answer.status !== 404) throw refused("DELETE", answer.status);
    },
    ...(directReads ? { link: (hash, headers) => signedLink(client, urlOf(hash), headers) } : {}),
  };
}

async function signedLink(
  client: AwsClient,
  url: string,
  headers: { contentType: string; contentDisposition: string },
): Promise<string> {
  const link = new URL(url);
  link.searchParams.set("X-Amz-Expires", String(linkSeconds));
  link.searchParams.set("response-content-type", headers.contentType);
  link.searchParams.set("response-content-disposition", headers.contentDisposition);
  const signed = await client.sign(link.href, { method: "GET", aws: { signQuery: true } });
  // Spaces as every storage reads them; a plus of a value is written %2B.
  return signed.url.replaceAll("+", "%20");
}

function rangeOf(stretch: Stretch | undefined): Record<string, string> {
  return stretch ? { range: `bytes=${stretch.start}-${stretch.end}` } : {};
}

function refused(method: string, status: number): Error {
  return new Error(`The object storage answered ${method} with ${status}.`);
}
