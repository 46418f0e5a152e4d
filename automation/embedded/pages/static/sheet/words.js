// What the grid itself says, in Russian.
export const WORDS = {
  noRowsToShow: "Здесь пока пусто",
  loadingOoo: "Загружаю…",
  ariaColumnFiltered: "столбец отфильтрован",
  ariaFilterColumn: "Нажмите Ctrl+Enter, чтобы открыть фильтр",
  ariaSortableColumn: "Нажмите Enter, чтобы упорядочить",
  ariaFilterMenuOpen: "Открыть фильтр",
  ariaLabelColumnFilter: "Фильтр столбца",
};

/** "1 строка", "2 строки", "5 строк". */
export function counted(number, one, few, many) {
  const tens = number % 100, units = number % 10;
  const word = tens > 10 && tens < 20 ? many : units === 1 ? one : units > 1 && units < 5 ? few : many;
  return `${number.toLocaleString("ru-RU")} ${word}`;
}
