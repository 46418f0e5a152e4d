// A tab's charts, drawn by ECharts.

const COLOURS = ["#1f5f8b", "#c47f00", "#2c7a4b", "#6b3fa0", "#a3261b", "#4a90a4", "#8a96a3"];

/** Draw `charts` into `panel`; the library is loaded when first needed. */
export async function drawCharts(panel, charts, address) {
  const { echarts } = await import(address);
  for (const plot of panel.querySelectorAll(".plot")) echarts.getInstanceByDom(plot)?.dispose();
  panel.replaceChildren(...charts.map(figureOf));
  charts.forEach((chart, index) => {
    const plot = panel.querySelectorAll("figure")[index].querySelector(".plot");
    if (chart.kind) echarts.init(plot, null, { renderer: "svg" }).setOption(optionsOf(chart));
  });
}

function figureOf(chart) {
  const figure = document.createElement("figure"), caption = document.createElement("figcaption"), plot = document.createElement("div");
  caption.textContent = chart.title || "Диаграмма";
  plot.className = "plot";
  if (!chart.kind) plot.textContent = "Диаграмму такого вида эта страница не рисует: скачайте таблицу и откройте её в Excel.";
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", spoken(chart));
  figure.append(caption, plot);
  return figure;
}

/** The chart for somebody who does not see it. */
function spoken(chart) {
  const series = (chart.series || []).map(({ name, values }) => {
    const told = values.map((value, index) => `${chart.categories[index] ?? index + 1}: ${value ?? "нет"}`);
    return `${name} ${told.join(", ")}`;
  });
  return `${chart.title || "Диаграмма"}. ${series.join(". ")}`.slice(0, 1000);
}

function optionsOf(chart) {
  const common = {
    color: COLOURS, animation: false, textStyle: { fontFamily: "inherit" },
    tooltip: { trigger: chart.kind === "pie" || chart.kind === "scatter" ? "item" : "axis", confine: true },
    legend: { show: chart.legend && (chart.kind === "pie" || chart.series.length > 1), bottom: 0, type: "scroll" },
  };
  return { ...common, ...(chart.kind === "pie" ? pie(chart) : axes(chart)) };
}

function pie(chart) {
  const data = chart.categories.map((name, index) => ({ name, value: chart.series[0].values[index] ?? 0 }));
  return { series: [{ type: "pie", radius: [`${70 * (chart.hole || 0)}%`, "70%"], data, label: { formatter: "{b}: {c}" } }] };
}

function axes(chart) {
  const names = { type: "category", data: chart.categories, name: "", axisLabel: { hideOverlap: true } };
  const amounts = { type: "value", minInterval: 1 };
  const lying = chart.kind === "bar";
  const horizontal = lying ? amounts : names, vertical = lying ? { ...names, inverse: true } : amounts;
  return {
    grid: { left: 8, right: 16, top: 24, bottom: chart.series.length > 1 ? 36 : 12, containLabel: true },
    xAxis: { ...horizontal, name: chart.horizontalTitle, nameLocation: "middle", nameGap: 28 },
    yAxis: { ...vertical, name: chart.verticalTitle },
    series: chart.series.map((each) => seriesOf(chart, each)),
  };
}

function seriesOf(chart, { name, values, kind }) {
  const drawn = kind || chart.kind, type = { bar: "bar", column: "bar", line: "line", area: "line", scatter: "scatter" }[drawn];
  return {
    name, type, data: values.map((value) => value ?? "-"), stack: chart.stacked ? "all" : undefined,
    areaStyle: drawn === "area" ? {} : undefined, barMaxWidth: 48,
  };
}
