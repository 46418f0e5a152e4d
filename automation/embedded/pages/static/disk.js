// «Диск» works without this; it adds comfort: menus that close by themselves, dropping files, copying links.
"use strict";

const MOST = 64 * 1000 * 1000; // bytes in one upload, a little below what the server takes

function closeMenus(but) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== but) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("toggle", () => menu.open && menu.querySelector("input:not([type=hidden])")?.focus());
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = button.parentElement.querySelector("input"), label = button.querySelector("span");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    label.textContent = "Скопировано";
    setTimeout(() => { label.textContent = "Копировать"; }, 2000);
  });
}

const form = document.querySelector("[data-uploads]");
if (form) {
  const chosen = form.querySelector("input[type=file]"), warning = form.querySelector("[data-too-large]");
  const send = form.querySelector("button");
  const check = () => {
    const total = [...chosen.files].reduce((sum, file) => sum + file.size, 0);
    warning.hidden = total <= MOST;
    send.disabled = total > MOST;
  };
  chosen.addEventListener("change", check);
  form.addEventListener("submit", () => { send.textContent = "Загружается…"; setTimeout(() => { send.disabled = true; }); });
  window.addEventListener("pageshow", () => { send.textContent = "Загрузить"; check(); });

  form.querySelector("[data-drops]").hidden = !matchMedia("(pointer: fine)").matches;
  const brings = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (brings(event)) { event.preventDefault(); document.body.classList.add("dropping"); }
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || document.body.classList.remove("dropping"));
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    chosen.files = event.dataTransfer.files;
    form.closest("details").open = true; // the visitor sees what will be sent, and whether it is to be converted
    check();
  });
}
