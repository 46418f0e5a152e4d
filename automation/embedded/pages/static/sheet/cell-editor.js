// The field in which a cell is edited: a list of choices where there is one, otherwise text as it was entered.

let lists = 0;

export class CellEditor {
  init(params) {
    this.params = params;
    const { column, entered } = params;
    this.field = column.kind === "choice" && column.strict ? chooser(column.options, entered) : writer(column, entered);
    this.field.classList.add("cell-editor");
    this.element = document.createElement("div");
    this.element.style.height = "100%";
    this.element.append(this.field);
    if (this.field.list === null && column.options) this.element.append(suggestions(this.field, column.options));
    const typed = params.eventKey;
    this.begun = typed && typed.length === 1 ? typed : null;
    if (this.begun !== null && this.field.tagName === "INPUT") this.field.value = this.begun;
    if (typed === "Backspace" || typed === "Delete") this.field.value = "";
  }

  getGui() {
    return this.element;
  }

  afterGuiAttached() {
    this.field.focus();
    if (this.field.select && this.begun === null) this.field.select();
  }

  getValue() {
    return this.field.value;
  }
}

function writer(column, entered) {
  const field = document.createElement("input");
  field.type = "text";
  field.value = entered;
  field.autocomplete = "off";
  if (column.kind === "date") field.placeholder = "01.09.2026";
  if (column.kind === "number") field.inputMode = "decimal";
  return field;
}

function chooser(options, entered) {
  const field = document.createElement("select");
  for (const option of ["", ...options]) field.append(new Option(option, option, false, option === entered));
  return field;
}

function suggestions(field, options) {
  const list = document.createElement("datalist");
  list.id = `choices-${++lists}`;
  for (const option of options) list.append(new Option(option));
  field.setAttribute("list", list.id);
  return list;
}
