// node mammoth.mjs FILE.docx…: what an independent reader finds in a Word file, one JSON line a file.
import mammoth from "mammoth";
for (const path of process.argv.slice(2)) {
  const html = await mammoth.convertToHtml({ path });
  const text = await mammoth.extractRawText({ path });
  console.log(JSON.stringify({ path, html: html.value, text: text.value }));
}
