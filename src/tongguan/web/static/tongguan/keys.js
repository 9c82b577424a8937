// Lists by keyboard: j and k move, Enter opens.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...document.querySelectorAll("tr.pick")];
  if (!rows.length || (event.key !== "j" && event.key !== "k")) return;
  const at = rows.findIndex((row) => row.classList.contains("current"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)))];
  rows.forEach((row) => row.classList.remove("current"));
  next.classList.add("current");
  next.querySelector("a").focus();
  event.preventDefault();
});
