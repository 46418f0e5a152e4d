// AG Grid with one tab in it: columns, looks, sorting, filters.

import { CellEditor } from "./cell-editor.js";
import { ValuesFilter } from "./values-filter.js";
import { WORDS } from "./words.js";

const NUMBERS = "#";  // the column with the rows' numbers
const SLIM = 48;  // a column of signs: too slim for a lock and a filter beside its title
const NARROW = 640;  // a screen on which one column stays in sight: that which says whose row it is
const OF_NARROW = 0.4;  // of its width, at most

/** Make the grid in `element`. `page` has the tab, and is told what a person does. */
export function makeGrid(library, element, page) {
  library.ModuleRegistry.registerModules([library.AllCommunityModule]);
  const theme = library.themeQuartz.withParams({
    accentColor: "#1f5f8b", foregroundColor: "#1d2733", borderColor: "#d4dae1", headerBackgroundColor: "#eef2f5",
    fontFamily: "inherit", fontSize: 14, rowHeight: 34, headerHeight: 34, cellHorizontalPadding: 8, wrapperBorderRadius: 6,
    columnBorder: true,
  });
  return library.createGrid(element, {
    theme,
    localeText: WORDS,
    getRowId: ({ data }) => String(data.index),
    rowData: [],
    columnDefs: [],
    defaultColDef: { resizable: true, sortable: true, filter: ValuesFilter, wrapHeaderText: true, autoHeaderHeight: true },
    enterNavigatesVertically: true,
    enterNavigatesVerticallyAfterEdit: true,
    stopEditingWhenCellsLoseFocus: true,
    suppressDragLeaveHidesColumns: true,
    suppressMovableColumns: true,
    animateRows: false,
    isExternalFilterPresent: () => page.tab.folded.size > 0 || page.tab.rows.some((row) => row.hidden),
    doesExternalFilterPass: ({ data }) => !data.hidden && !page.tab.folded.has(data.index),
    tooltipShowDelay: 600,
    onCellFocused: (event) => page.focused(event),
    onCellContextMenu: (event) => page.menu(event),
    onColumnHeaderContextMenu: (event) => page.columnMenu(event),
    onColumnResized: (event) => page.resized(event),
    onCellDoubleClicked: (event) => page.wantsToEdit(event),
    onCellMouseDown: (event) => page.selection.press(event),
    onCellMouseOver: (event) => page.selection.drag(event),
    onFilterChanged: () => page.filtered(),
    onSortChanged: () => page.selection.clear(),
  });
}

/** The grid's columns for the tab that the page has now. */
export function columnsOf(page) {
  const { tab } = page, wide = innerWidth > NARROW;
  const frozen = tab.columns.flatMap(({ hidden }, index) => (index < tab.frozenColumns && !hidden ? [index] : []));
  const pinned = new Set(wide ? frozen : frozen.slice(-1));
  const widthOf = (column, index) => {
    const width = column.width < SLIM ? column.width : Math.max(column.width, widthOfTitle(column));
    return wide || !pinned.has(index) ? width : Math.min(width, OF_NARROW * innerWidth);
  };
  const numbers = {
    colId: NUMBERS, headerName: "№", width: 44, hide: !wide, pinned: "left", sortable: false, filter: false, resizable: false,
    suppressNavigable: true, cellClass: "row-number", valueGetter: ({ data }) => data.index + 1,
  };
  const columns = tab.columns.map((column, index) => ({
    colId: String(index),
    headerName: column.title,
    headerTooltip: column.hint || undefined,
    headerClass: [column.locked && "locked", column.width < SLIM && "slim"].filter(Boolean),
    headerStyle: headerStyle(tab, index),
    width: widthOf(column, index),
    minWidth: Math.min(column.width, SLIM),
    suppressHeaderFilterButton: column.width < SLIM,
    hide: Boolean(column.hidden),
    pinned: pinned.has(index) ? "left" : null,
    wrapText: Boolean(column.wrap) || (!wide && pinned.has(index)),
    autoHeight: Boolean(column.wrap) || (!wide && pinned.has(index)),
    editable: () => page.mayEdit(index),
    valueGetter: ({ data }) => tab.text(data, index),
    valueSetter: ({ newValue }) => page.typed(page.begun, index, newValue ?? ""),
    cellEditor: CellEditor,
    cellEditorParams: ({ data }) => ({ column, begin: () => page.begin(data).texts[index], ended: () => page.ended() }),
    cellRenderer: column.kind === "check" ? checkbox(page, column, index) : ({ value }) => shown(value ?? "", column),
    cellStyle: ({ data }) => styleOf(tab.look(data, index), column),
    cellClassRules: classRules(page, index),
    comparator: comparing(column.kind),
    suppressKeyboardEvent: ({ event, editing }) => !editing && page.key(event),
    tooltipValueGetter: ({ data }) => data.notes?.[index] ?? (isUnlisted(column, tab.text(data, index)) ? "Этого нет в списке" : undefined),
  }));
  return [numbers, ...columns];
}

function classRules(page, index) {
  return {
    locked: () => Boolean(page.tab.columns[index]?.locked),
    slim: () => page.tab.columns[index]?.width < SLIM,
    "has-note": ({ data }) => Boolean(data.notes?.[index]),
    "is-here": ({ data }) => page.others.isAt(data, index),
    waiting: ({ data }) => page.tab.isWaiting(data, index),
    unwritten: ({ data }) => page.unwritten.holds(data, index),
    unlisted: ({ data }) => isUnlisted(page.tab.columns[index], page.tab.text(data, index)),
    "in-range": ({ rowIndex }) => page.selection.holds(rowIndex, index),
    found: ({ data }) => page.finder.matches(page.tab.text(data, index)),
    "found-now": ({ data }) => page.finder.isNow(data, index),
  };
}

/** Whether a cell has a word that its drop-down does not: a slip perhaps. */
function isUnlisted(column, text) {
  return column?.kind === "choice" && text !== "" && !column.options.includes(text);
}

/** Room for the title's longest word; lock and filter lie over its corners. */
function widthOfTitle({ title }) {
  const longest = Math.max(...title.split(/[\s-]+/).map((word) => word.length));
  return Math.min(16 + 7.6 * longest, 220);
}

/** A cell's text; an address can be followed. Where nobody types, it need not be read letter by letter. */
function shown(text, { locked }) {
  if (!/^https?:\/\/\S+$/.test(text)) return wrapped(text);
  const link = document.createElement("a");
  Object.assign(link, { href: text, target: "_blank", rel: "noopener", title: text });
  if (locked) {
    link.textContent = /^https?:\/\/[^/]+\/(document|file|spreadsheets)\/d\//.test(text) ? "Открыть документ" : text;
    return link;
  }
  link.textContent = "↗";
  link.setAttribute("aria-label", "Открыть в новой вкладке");
  const both = document.createElement("span");
  both.append(link, " ", text);
  return both;
}

function wrapped(text) {
  const lines = document.createElement("span");
  lines.className = "lines";
  lines.textContent = text;
  return lines;
}

function headerStyle(tab, index) {
  const row = tab.headerRows ? tab.rows[0] : null, look = row && tab.look(row, index);
  return look?.fill ? { backgroundColor: look.fill } : {};
}

function styleOf(look, column) {
  const aligned = look.align || (column.kind === "number" ? "right" : "");
  return {
    backgroundColor: look.fill || "", color: look.ink || "", fontWeight: look.bold ? "600" : "",
    fontStyle: look.italic ? "italic" : "", textAlign: aligned,
    textDecoration: [look.underline && "underline", look.strike && "line-through"].filter(Boolean).join(" "),
  };
}

function checkbox(page, column, index) {
  return ({ data, value }) => {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = page.tab.isTicked(value, index);
    box.className = page.tab.says(data) ? "" : "idle";
    box.setAttribute("aria-label", column.title);
    // Not disabled: a click on it would be lost without a word.
    box.setAttribute("aria-disabled", String(!page.mayEdit(index)));
    box.addEventListener("click", (event) => { if (!page.mayEdit(index)) { event.preventDefault(); page.sayWhyNot(index); } });
    box.addEventListener("change", () => page.typed(page.tab.base(data), index, box.checked ? "TRUE" : "FALSE"));
    return box;
  };
}

function comparing(kind) {
  const key = kind === "date" ? dateKey : kind === "number" ? numberKey : null;
  return (one, other, _node, _otherNode, isDescending) => {
    if (!one || !other) return one === other ? 0 : (one ? -1 : 1) * (isDescending ? -1 : 1);  // the empty come last
    if (!key) return one.localeCompare(other, "ru", { numeric: true });
    const [first, second] = [key(one), key(other)];
    return first < second ? -1 : first > second ? 1 : one.localeCompare(other, "ru");
  };
}

function dateKey(text) {
  const parts = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(.*)$/.exec(text);
  return parts ? `${parts[3]}${parts[2].padStart(2, "0")}${parts[1].padStart(2, "0")}${parts[4]}` : "~";
}

function numberKey(text) {
  const number = Number(text.replace(/[\s\u00a0\u202f%₽]/g, "").replace(",", "."));
  return Number.isNaN(number) ? Infinity : number;
}
