"""What Word is strict about in a .docx and LibreOffice is not: the order of children (ECMA-376, transitional), content types,
targets of relationships, identifiers that must be unique, fields that must be closed, references that must lead somewhere. Only
the standard library; the tables hold the schema's order of every element that we write, and an element that stands in none of
them is a complaint, so a new one cannot slip past. check(path) yields complaints."""
import io
import posixpath
import re
import xml.etree.ElementTree as xml
import zipfile

NAMES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "s",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "ep",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}

# Children in the order of the schema; * may repeat; all those joined by | may mix.
BLOCKS = "w:p|w:tbl|w:bookmarkStart|w:bookmarkEnd*"
INLINE = "w:r|w:hyperlink|w:bookmarkStart|w:bookmarkEnd*"
BORDERS = "w:top w:left w:bottom w:right w:insideH w:insideV"
CHART_TEXT = "c:numFmt c:spPr c:txPr"
LABELS = "c:dLblPos c:showLegendKey c:showVal c:showCatName c:showSerName c:showPercent c:showBubbleSize"
AXIS = f"c:axId c:scaling c:delete c:axPos c:majorGridlines c:title c:numFmt c:majorTickMark c:minorTickMark c:tickLblPos " \
       f"c:spPr c:txPr c:crossAx c:crosses"
ORDER = {name: order.split() for name, order in {
    "w:document": "w:body", "w:body": BLOCKS + " w:sectPr", "w:hdr": "w:p*", "w:p": "w:pPr " + INLINE,
    "w:hyperlink": "w:r*", "w:r": "w:rPr w:t|w:tab|w:br|w:noBreakHyphen|w:fldChar|w:instrText|w:drawing*",
    "w:pPr": "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:suppressLineNumbers w:pBdr "
             "w:shd w:tabs w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE w:autoSpaceDN "
             "w:bidi w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc "
             "w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr w:sectPr",
    "w:rPr": "w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline w:shadow w:emboss w:imprint "
             "w:noProof w:snapToGrid w:vanish w:webHidden w:color w:spacing w:w w:kern w:position w:sz w:szCs w:highlight w:u "
             "w:effect w:bdr w:shd w:fitText w:vertAlign w:rtl w:cs w:em w:lang",
    "w:numPr": "w:ilvl w:numId", "w:tabs": "w:tab*",
    "w:tbl": "w:tblPr w:tblGrid w:tr*", "w:tblGrid": "w:gridCol*", "w:tr": "w:trPr w:tc*", "w:tc": "w:tcPr w:p*",
    "w:tblPr": "w:tblStyle w:tblpPr w:tblOverlap w:bidiVisual w:tblStyleRowBandSize w:tblStyleColBandSize w:tblW w:jc "
               "w:tblCellSpacing w:tblInd w:tblBorders w:shd w:tblLayout w:tblCellMar w:tblLook w:tblCaption w:tblDescription",
    "w:trPr": "w:cantSplit|w:tblHeader|w:trHeight|w:jc*",
    "w:tcPr": "w:cnfStyle w:tcW w:gridSpan w:vMerge w:tcBorders w:shd w:noWrap w:tcMar w:textDirection w:tcFitText w:vAlign",
    "w:tblBorders": BORDERS, "w:tblCellMar": "w:top w:left w:bottom w:right",
    "w:sectPr": "w:headerReference|w:footerReference* w:footnotePr w:endnotePr w:type w:pgSz w:pgMar w:paperSrc w:pgBorders "
                "w:lnNumType w:pgNumType w:cols w:formProt w:vAlign w:noEndnote w:titlePg w:textDirection w:bidi w:rtlGutter "
                "w:docGrid",
    "w:drawing": "wp:inline", "wp:inline": "wp:extent wp:effectExtent wp:docPr wp:cNvGraphicFramePr a:graphic",
    "a:graphic": "a:graphicData", "a:graphicData": "c:chart",
    "w:styles": "w:docDefaults w:latentStyles w:style*", "w:docDefaults": "w:rPrDefault w:pPrDefault",
    "w:rPrDefault": "w:rPr", "w:pPrDefault": "w:pPr",
    "w:style": "w:name w:aliases w:basedOn w:next w:link w:autoRedefine w:hidden w:uiPriority w:semiHidden w:unhideWhenUsed "
               "w:qFormat w:locked w:personal w:rsid w:pPr w:rPr w:tblPr w:trPr w:tcPr w:tblStylePr*",
    "w:settings": "w:zoom w:removePersonalInformation w:mirrorMargins w:defaultTabStop w:autoHyphenation "
                  "w:characterSpacingControl w:updateFields w:compat w:themeFontLang w:clrSchemeMapping w:decimalSymbol "
                  "w:listSeparator",
    "w:compat": "w:compatSetting*", "w:numbering": "w:abstractNum* w:num*",
    "w:abstractNum": "w:nsid w:multiLevelType w:tmpl w:name w:styleLink w:numStyleLink w:lvl*",
    "w:lvl": "w:start w:numFmt w:lvlRestart w:pStyle w:isLgl w:suff w:lvlText w:lvlPicBulletId w:legacy w:lvlJc w:pPr w:rPr",
    "w:num": "w:abstractNumId w:lvlOverride*", "w:lvlOverride": "w:startOverride w:lvl", "w:fonts": "w:font*",
    "w:font": "w:altName w:panose1 w:charset w:family w:notTrueType w:pitch w:sig",
    "c:chartSpace": "c:date1904 c:lang c:roundedCorners c:clrMapOvr c:chart c:spPr c:txPr c:externalData",
    "c:chart": "c:title c:autoTitleDeleted c:pivotFmts c:plotArea c:legend c:plotVisOnly c:dispBlanksAs",
    "c:plotArea": "c:layout c:barChart|c:lineChart* c:catAx|c:valAx* c:dTable c:spPr",
    "c:barChart": "c:barDir c:grouping c:varyColors c:ser* c:dLbls c:gapWidth c:overlap c:serLines c:axId*",
    "c:lineChart": "c:grouping c:varyColors c:ser* c:dLbls c:dropLines c:hiLowLines c:upDownBars c:marker c:smooth c:axId*",
    "c:ser": "c:idx c:order c:tx c:spPr c:invertIfNegative c:pictureOptions c:marker c:dPt* c:dLbls c:trendline c:errBars c:cat "
             "c:val c:smooth",
    "c:dPt": "c:idx c:invertIfNegative c:marker c:bubble3D c:explosion c:spPr", "c:marker": "c:symbol c:size c:spPr",
    "c:dLbls": f"c:dLbl* {CHART_TEXT} {LABELS}", "c:tx": "c:strRef", "c:cat": "c:strRef", "c:val": "c:numRef",
    "c:strRef": "c:f c:strCache", "c:numRef": "c:f c:numCache", "c:strCache": "c:ptCount c:pt*",
    "c:numCache": "c:formatCode c:ptCount c:pt*", "c:pt": "c:v", "c:scaling": "c:logBase c:orientation c:max c:min",
    "c:catAx": AXIS + " c:auto c:lblAlgn c:lblOffset c:tickLblSkip c:tickMarkSkip c:noMultiLvlLbl",
    "c:valAx": AXIS + " c:crossBetween c:majorUnit", "c:legend": "c:legendPos c:legendEntry c:layout c:overlay c:spPr c:txPr",
    "c:externalData": "c:autoUpdate", "c:spPr": "a:noFill|a:solidFill|a:pattFill a:ln", "c:txPr": "a:bodyPr a:lstStyle a:p*",
    "a:ln": "a:noFill|a:solidFill a:prstDash", "a:solidFill": "a:srgbClr", "a:pattFill": "a:fgClr a:bgClr",
    "a:fgClr": "a:srgbClr", "a:bgClr": "a:srgbClr", "a:p": "a:pPr a:r* a:endParaRPr", "a:pPr": "a:defRPr",
    "a:defRPr": "a:ln a:solidFill a:latin a:ea a:cs",
    "ct:Types": "ct:Default|ct:Override*", "rel:Relationships": "rel:Relationship*",
    "cp:coreProperties": "dc:title|dc:subject|dc:creator|dc:language|dcterms:created|dcterms:modified*",
    "ep:Properties": "ep:Application", "s:worksheet": "s:sheetData", "s:sheetData": "s:row*", "s:row": "s:c*",
    "s:c": "s:is|s:v", "s:is": "s:t", "s:workbook": "s:sheets", "s:sheets": "s:sheet*",
}.items()}
ROOTS = {"w:document", "w:hdr", "w:styles", "w:settings", "w:numbering", "w:fonts", "c:chartSpace", "ct:Types",
         "rel:Relationships", "cp:coreProperties", "ep:Properties", "s:worksheet", "s:workbook"}


def short(tag):
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    return f"{NAMES.get(space, space)}:{name}"


def places(order):
    """tag → (place, may repeat)"""
    return {tag: (i, step.endswith("*") or "|" in step) for i, step in enumerate(order) for tag in step.rstrip("*").split("|")}


PLACES = {name: places(order) for name, order in ORDER.items()}


def check_order(part, element):
    name, seen, last = short(element.tag), set(), -1
    allowed = PLACES.get(name, {})
    for child in element:
        tag = short(child.tag)
        if tag not in allowed:
            yield f"{part}: {tag} may not stand in {name}"
            continue
        place, repeats = allowed[tag]
        if place < last:
            yield f"{part}: {tag} stands too late in {name}"
        if tag in seen and not repeats:
            yield f"{part}: {tag} stands twice in {name}"
        seen.add(tag)
        last = max(last, place)
        yield from check_order(part, child)


class Package:
    def __init__(self, data):
        with zipfile.ZipFile(data) as z:
            self.names = z.namelist()
            self.bytes = {n: z.read(n) for n in self.names}
        self.parts = {n: xml.fromstring(b) for n, b in self.bytes.items() if n.endswith((".xml", ".rels"))}

    def relations(self, part):
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", name + ".rels")
        return {r.get("Id"): (r.get("Type").rsplit("/", 1)[-1], posixpath.normpath(posixpath.join(folder, r.get("Target"))))
                for r in self.parts.get(path, [])}


def attribute(element, name):
    space, _, word = name.partition(":")
    return next((v for k, v in element.attrib.items() if short(k) == name or (not space and k == word)), None)


def check_package(p):
    if len(p.names) != len(set(p.names)):
        yield "a part stands twice in the zip"
    if p.names[0] != "[Content_Types].xml":
        yield "[Content_Types].xml is not the first part"
    types = p.parts["[Content_Types].xml"]
    defaults = {t.get("Extension") for t in types if short(t.tag) == "ct:Default"}
    named = [t.get("PartName")[1:] for t in types if short(t.tag) == "ct:Override"]
    for name in p.names[1:]:
        if name not in named and (name.endswith(".xml") or name.rsplit(".", 1)[-1] not in defaults):
            yield f"{name}: has no content type of its own"
    for name in set(named) - set(p.names):
        yield f"{name}: has a content type but is not there"
    if len(named) != len(set(named)):
        yield "a part has two content types"
    reached = {"[Content_Types].xml"}
    for name in p.names:
        if not name.endswith(".rels"):
            continue
        folder, file = posixpath.split(name)
        part = posixpath.join(posixpath.dirname(folder), file[:-5]).lstrip("/")
        reached.add(name)
        ids = [r.get("Id") for r in p.parts[name]]
        if len(ids) != len(set(ids)):
            yield f"{name}: an identifier stands twice"
        for kind, target in p.relations(part).values():
            reached.add(target)
            if target not in p.names:
                yield f"{name}: {target} is not there"
    for name in set(p.names) - reached:
        yield f"{name}: nothing leads to it"
    for name, root in p.parts.items():
        if short(root.tag) not in ROOTS:
            yield f"{name}: {short(root.tag)} is no root"
        yield from check_order(name, root)


def each(root, tag):
    return (e for e in root.iter() if short(e.tag) == tag)


def unique(what, values, longest=None):
    values = list(values)
    for v in {v for v in values if values.count(v) > 1}:
        yield f"{what} {v} stands twice"
    for v in values:
        if longest and len(v) > longest:
            yield f"{what} {v} is longer than {longest}"


def check_references(p):
    body, styles = p.parts["word/document.xml"], p.parts["word/styles.xml"]
    yield from unique("docPr", (d.get("id") for d in each(body, "wp:docPr")))
    yield from unique("docPr", (d.get("name") for d in each(body, "wp:docPr")))
    yield from unique("bookmark", (attribute(b, "w:name") for b in each(body, "w:bookmarkStart")), 40)
    starts, ends = ([attribute(b, "w:id") for b in each(body, tag)] for tag in ("w:bookmarkStart", "w:bookmarkEnd"))
    yield from unique("bookmark", starts)
    if sorted(starts) != sorted(ends):
        yield "a bookmark is not closed"
    bookmarks = {attribute(b, "w:name") for b in each(body, "w:bookmarkStart")}
    ids = {attribute(s, "w:styleId") for s in each(styles, "w:style")}
    yield from unique("style", [attribute(s, "w:styleId") for s in each(styles, "w:style")])
    yield from unique("style", [attribute(n, "w:val") for n in each(styles, "w:name")])
    for name, root in p.parts.items():
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"):
            for used in each(root, tag):
                if attribute(used, "w:val") not in ids:
                    yield f"{name}: there is no style {attribute(used, 'w:val')}"
        for e in root.iter():
            for key in ("r:id", "r:embed"):
                if attribute(e, key) and attribute(e, key) not in p.relations(name):
                    yield f"{name}: {attribute(e, key)} leads nowhere"
    numbers = {attribute(n, "w:numId") for n in each(p.parts["word/numbering.xml"], "w:num")}
    for used in list(each(body, "w:numId")) + list(each(styles, "w:numId")):
        if attribute(used, "w:val") not in numbers:
            yield f"there is no list {attribute(used, 'w:val')}"
    for link in each(body, "w:hyperlink"):
        if attribute(link, "w:anchor") not in bookmarks:
            yield f"a link leads to {attribute(link, 'w:anchor')}, which is not there"
    for instruction in each(body, "w:instrText"):
        asked = re.match(r" (?:REF|PAGEREF) (\S+) ", instruction.text)
        if asked and asked.group(1) not in bookmarks:
            yield f"a field asks for {asked.group(1)}, which is not there"
    open_fields = []
    for char in each(body, "w:fldChar"):
        kind = attribute(char, "w:fldCharType")
        if kind == "begin":
            open_fields.append("begin")
        elif not open_fields or open_fields[-1] != {"separate": "begin", "end": "separate"}[kind]:
            yield f"a field has {kind} out of place"
        elif kind == "separate":
            open_fields[-1] = "separate"
        else:
            open_fields.pop()
    if open_fields:
        yield "a field is not closed"
    for table in each(body, "w:tbl"):
        columns = sum(1 for _ in each(table, "w:gridCol"))
        if any(sum(1 for c in row if short(c.tag) == "w:tc") != columns for row in each(table, "w:tr")):
            yield "a row has other cells than its table has columns"


def cells_of(data):
    """Address → text of the one sheet of a workbook."""
    sheet = Package(io.BytesIO(data)).parts["xl/worksheets/sheet1.xml"]
    return {c.get("r"): "".join(t.text or "" for t in c.iter() if short(t.tag) in ("s:v", "s:t")) for c in each(sheet, "s:c")}


def check_charts(p):
    """What a chart shows without its workbook is what stands in its workbook, address by address."""
    for name in p.names:
        if not re.fullmatch(r"word/charts/chart\d+\.xml", name):
            continue
        root = p.parts[name]
        books = [t for _, t in p.relations(name).values() if t.endswith(".xlsx")]
        if len(books) != 1:
            yield f"{name}: {len(books)} workbooks"
            continue
        yield from (f"{books[0]}: {c}" for c in check_package(Package(io.BytesIO(p.bytes[books[0]]))))
        cells = cells_of(p.bytes[books[0]])
        for reference in list(each(root, "c:strRef")) + list(each(root, "c:numRef")):
            address = reference.find("./{*}f").text
            column, first, last = re.fullmatch(r"Sheet1!\$([A-Z]+)\$?(\d+)(?::\$\1\$(\d+))?", address).groups()
            cached = {int(pt.get("idx")): "".join(v.text or "" for v in pt) for pt in each(reference, "c:pt")}
            size = int(next(each(reference, "c:ptCount")).get("val"))
            if size != int(last or first) - int(first) + 1:
                yield f"{name}: {size} points at {address}"
            held = {i: cells[f"{column}{int(first) + i}"] for i in range(size) if f"{column}{int(first) + i}" in cells}
            if cached != held:
                yield f"{name}: {address} shows {cached}, its workbook holds {held}"


def check(path):
    p = Package(path)
    yield from check_package(p)
    yield from check_references(p)
    yield from check_charts(p)
