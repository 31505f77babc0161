#include "braid/checker/report/matrix_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/report/json_writer.h"
#include "braid/checker/report/number_text.h"
#include "braid/checker/report/wrapped_text.h"

namespace braid::report {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kSystemsAcross = 4;
constexpr std::size_t kColumnWidth = 20;

/// A matrix without --states is limited by no number of steps.
std::string_view limit_of(explore::StopReason reason) {
  return reason == explore::StopReason::steps ? "state limit" : explore::name_of(reason);
}

std::string cell_text(const MatrixCell& cell) {
  switch (cell.verdict) {
    case CellVerdict::not_stated:
      return "-";
    case CellVerdict::holds:
      return fmt::format("holds ({})", counted(cell.states, "state", "states"));
    case CellVerdict::incomplete:
      return fmt::format("? ({})", limit_of(cell.stopped));
    case CellVerdict::violated:
      if (!cell.steps) return "violated";
      return fmt::format("violated ({})", counted(*cell.steps, "step", "steps"));
  }
  return "?";
}

std::string size_text(const MatrixReport& report) {
  return fmt::format("{}, {}, {}", counted(report.rows.size(), "system", "systems"),
                     counted(report.properties.size(), "property", "properties"),
                     counted(report.programs.size(), "program", "programs"));
}

void write_table(std::ostream& out, const MatrixReport& report, std::size_t begin, std::size_t end) {
  std::size_t width = 0;
  for (const std::string& property : report.properties) width = std::max(width, property.size());
  std::string head(width, ' ');
  for (std::size_t row = begin; row < end; ++row)
    head += fmt::format("  {:<{}}", fmt::format("[{}]", row + 1), kColumnWidth);
  head.erase(head.find_last_not_of(' ') + 1);
  out << '\n' << head << '\n';
  for (std::size_t column = 0; column < report.properties.size(); ++column) {
    std::string line = fmt::format("{:<{}}", report.properties[column], width);
    for (std::size_t row = begin; row < end; ++row)
      line += fmt::format("  {:<{}}", cell_text(report.rows[row].cells[column]), kColumnWidth);
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

/// How a violated cell is told, in lines without margin.
std::vector<std::string> story_of(const std::string& property, const MatrixCell& cell, std::size_t width) {
  std::string text = fmt::format("{}: {} of {}", property, cell_text(cell), cell.program);
  if (!cell.explanation.empty()) text += ": " + cell.explanation;
  return wrapped(text, width);
}

void write_stories(std::ostream& out, const MatrixReport& report, std::size_t row) {
  const MatrixRow& told = report.rows[row];
  out << fmt::format("\n[{}] {}\n", row + 1, told.system);
  for (const RefusedProgram& refused : told.refused) {
    for (const std::string& line :
         wrapped(fmt::format("does not take {}: {}", refused.program, refused.cause), kWidth - 2))
      out << "  " << line << '\n';
  }
  for (std::size_t column = 0; column < told.cells.size(); ++column) {
    const MatrixCell& cell = told.cells[column];
    if (cell.verdict != CellVerdict::violated) continue;
    std::string margin = "  ";
    for (const std::string& line : story_of(report.properties[column], cell, kWidth - 4)) {
      out << margin << line << '\n';
      margin = "    ";
    }
    if (!cell.replay.empty()) out << "    " << cell.replay << '\n';
  }
}

void write_cell(JsonWriter& json, const std::string& property, const MatrixCell& cell) {
  json.begin_object();
  json.key("property").text(property);
  json.key("verdict").text(name_of(cell.verdict));
  if (cell.verdict != CellVerdict::not_stated) json.key("states").number(cell.states);
  if (cell.stopped != explore::StopReason::none) json.key("stopped").text(limit_of(cell.stopped));
  if (cell.verdict == CellVerdict::violated) {
    json.key("program").text(cell.program);
    if (cell.steps) json.key("steps").number(*cell.steps);
    if (!cell.explanation.empty()) json.key("explanation").text(cell.explanation);
    if (!cell.replay.empty()) json.key("replay").text(cell.replay);
  }
  json.end_object();
}

/// What Markdown would take for the end of a cell.
std::string escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace

std::string_view name_of(CellVerdict verdict) {
  switch (verdict) {
    case CellVerdict::not_stated:
      return "not stated";
    case CellVerdict::holds:
      return "holds";
    case CellVerdict::incomplete:
      return "incomplete";
    case CellVerdict::violated:
      return "violated";
  }
  return "?";
}

bool MatrixReport::complete() const {
  return std::all_of(rows.begin(), rows.end(), [](const MatrixRow& row) {
    return std::all_of(row.cells.begin(), row.cells.end(), [](const MatrixCell& cell) {
      return cell.stopped == explore::StopReason::none && cell.verdict != CellVerdict::incomplete;
    });
  });
}

void write_matrix_text(std::ostream& out, const MatrixReport& report) {
  out << size_text(report) << '\n';
  for (std::size_t row = 0; row < report.rows.size(); ++row)
    out << fmt::format("[{}] {}\n", row + 1, report.rows[row].system);
  for (std::size_t begin = 0; begin < report.rows.size(); begin += kSystemsAcross)
    write_table(out, report, begin, std::min(report.rows.size(), begin + kSystemsAcross));
  for (std::size_t row = 0; row < report.rows.size(); ++row) {
    const auto& cells = report.rows[row].cells;
    const bool any = std::any_of(cells.begin(), cells.end(), [](const MatrixCell& cell) {
      return cell.verdict == CellVerdict::violated;
    });
    if (any || !report.rows[row].refused.empty()) write_stories(out, report, row);
  }
}

void write_matrix_markdown(std::ostream& out, const MatrixReport& report) {
  out << "| system |";
  for (const std::string& property : report.properties) out << ' ' << property << " |";
  out << "\n| --- |";
  for (std::size_t column = 0; column < report.properties.size(); ++column) out << " --- |";
  out << '\n';
  for (const MatrixRow& row : report.rows) {
    out << fmt::format("| {} |", escaped(row.system));
    for (const MatrixCell& cell : row.cells) out << ' ' << cell_text(cell) << " |";
    out << '\n';
  }
  out << "\n| system | property | counterexample | replay |\n| --- | --- | --- | --- |\n";
  for (const MatrixRow& row : report.rows) {
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
      const MatrixCell& cell = row.cells[column];
      if (cell.verdict != CellVerdict::violated) continue;
      out << fmt::format("| {} | {} | {} | `{}` |\n", escaped(row.system), report.properties[column],
                         escaped(cell.explanation), escaped(cell.replay));
    }
  }
}

void write_matrix_json(std::ostream& out, const MatrixReport& report) {
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("complete").boolean(report.complete());
  json.key("properties").begin_array();
  for (const std::string& property : report.properties) json.text(property);
  json.end_array();
  json.key("programs").begin_array();
  for (const std::string& program : report.programs) json.text(program);
  json.end_array();
  json.key("systems").begin_array(JsonLayout::line_each);
  for (const MatrixRow& row : report.rows) {
    json.begin_object(JsonLayout::line_each);
    json.key("system").text(row.system);
    json.key("refused").begin_array();
    for (const RefusedProgram& refused : row.refused) {
      json.begin_object();
      json.key("program").text(refused.program);
      json.key("cause").text(refused.cause);
      json.end_object();
    }
    json.end_array();
    json.key("cells").begin_array(JsonLayout::line_each);
    for (std::size_t column = 0; column < row.cells.size(); ++column)
      write_cell(json, report.properties[column], row.cells[column]);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object().finish();
}

}  // namespace braid::report
