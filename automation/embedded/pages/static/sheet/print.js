// «Печать» opens the browser's own window for it.
document.getElementById("print").addEventListener("click", () => print());
