// node annex.mjs FILE.xlsx…: what an independent reader finds in a workbook, one JSON line a file: each sheet with its cells,
// a number as a number with its format, a link with where it leads, what is frozen.
import ExcelJS from 'exceljs';

const cell = (c) => {
  const { value } = c;
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return { n: value, f: c.numFmt || 'General' };
  if (value instanceof Date) return { d: value.toISOString() };
  if (value.hyperlink) return { s: value.text, to: value.hyperlink };
  return { s: String(value.richText ? value.richText.map((r) => r.text).join('') : value) };
};
for (const path of process.argv.slice(2)) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const sheets = book.worksheets.map((sheet) => {
    const rows = [];
    sheet.eachRow({ includeEmpty: true }, (row, number) => {
      const cells = [];
      for (let c = 1; c <= sheet.columnCount; c++) {
        const one = row.getCell(c);
        cells.push(one.isMerged && one.master.address !== one.address ? null : cell(one));
      }
      rows[number - 1] = cells;
    });
    return { name: sheet.name, rows, frozen: sheet.views[0]?.ySplit || 0, paper: sheet.pageSetup.paperSize,
      filter: Boolean(sheet.autoFilter) };
  });
  console.log(JSON.stringify({ path, title: book.title, sheets }));
}
