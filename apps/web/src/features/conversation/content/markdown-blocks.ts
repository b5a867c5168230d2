import { Lexer, type Token, type TokensList } from "marked";

/** Text as the blocks of Markdown; null where it cannot be read, e.g. nested without end. */
export function markdownBlocks(text: string): Token[] | null {
  try {
    const blocks: TokensList = new Lexer({ gfm: true, breaks: true }).lex(text);
    return [...blocks];
  } catch {
    return null;
  }
}
