// Design decisions against properties: every safe trace of the catalogue, run under each design that is not
// safe, and under updates=hypercall, which is. The table is computed, and compared with what it was
// (options_by_properties.txt): each property holds in all traces, with the number of states explored, or is
// violated, with the number of steps of the shortest counterexample.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

struct Cell {
  std::uint64_t states = 0;
  std::size_t steps = 0;  ///< 0: holds
};
using Row = std::map<std::string, Cell>;

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The traces whose only option is not what they are about.
std::vector<std::string> safe_traces() {
  std::vector<std::string> texts;
  for (const std::string& path : traces_in("traces/litmus/vmm")) {
    if (path.find(".broken") != std::string::npos) continue;
    std::string text = text_of(path);
    text.resize(text.find("expect "));
    texts.push_back(std::move(text));
  }
  return texts;
}

void check(const std::string& text, Row& row) {
  const TemporaryDirectory directory;
  const VerbRun run =
      braid({"check", directory.write("t.trace", text), "--property", "all", "--unreduced", "--json"});
  ASSERT_TRUE(run.code == 0 || run.code == 1) << run.err << text;
  const json trace = json::parse(run.out).at("traces").at(0);
  for (const json& claim : trace.at("claims")) {
    Cell& cell = row[claim.at("name")];
    cell.states += trace.at("states").get<std::uint64_t>();
    if (claim.at("verdict") == "holds") continue;
    const std::size_t steps = claim.at("steps").size();
    cell.steps = cell.steps == 0 ? steps : std::min(cell.steps, steps);
  }
}

/// Whether the trace has what the option is about, where that is an instruction or a work of its own.
bool concerned(const std::string& text, const std::string& option) {
  constexpr std::pair<std::string_view, std::string_view> kAbout[] = {{"fetch", " request 0x"},
                                                                      {"emulate", " atomic 0x"},
                                                                      {"log-clear", " send v"},
                                                                      {"age", " age v"},
                                                                      {"move", ", move "},
                                                                      {"roots", "roots="},
                                                                      {"write-fault", " send v"},
                                                                      {"reference=no-post", "post v"},
                                                                      {"reference=no-grant", "grant v"},
                                                                      {"reference=no-mapping", "grant v"},
                                                                      {"reference=no-transfer", "transfer v"},
                                                                      {"reference=no-device", "attach v"},
                                                                      {"pin", "attach v"},
                                                                      {"transfer-flush", "transfer v"},
                                                                      {"split", "=large"},
                                                                      {"join", "join v"}};
  return std::all_of(std::begin(kAbout), std::end(kAbout), [&](const auto& about) {
    return !option.starts_with(about.first) || text.find(about.second) != std::string::npos;
  });
}

/// The trace under another option; empty if it has that option already, or cannot have both.
std::string with_option(const std::string& text, const std::string& option) {
  const std::size_t system = text.find("system vmm");
  const std::string line = text.substr(system, text.find('\n', system) - system);
  constexpr std::pair<std::string_view, std::string_view> kOfSafe[] = {
      {"stamp=late", "stamp=exact"}, {"roots=released-early", "roots=released"}};
  for (const auto& [unsafe, safe] : kOfSafe) {
    const std::size_t at = text.find(safe);
    if (option == unsafe && at != std::string::npos)
      return std::string(text).replace(at, safe.size(), option);
  }
  if (line.find(option.substr(0, option.find('='))) != std::string::npos) return "";
  const bool software = (option.starts_with("software-tlb-flush") || option.starts_with("guest-flush")) &&
                        line.find("software-tlb=yes") == std::string::npos;
  const bool unmapped_first = option == "check=sequence" && line.find("flush-first") == std::string::npos;
  const bool supervised =
      option.starts_with("kernel-memory") && line.find("supervisor=no") == std::string::npos;
  const bool shadowed = line.find("paging=hardware") != std::string::npos;
  const bool of_shadows = option.starts_with("table-writes") || option.starts_with("shadow-key") ||
                          option.starts_with("zap") || option == "switch=flush-early" ||
                          option.starts_with("resync") || option.starts_with("write-fault");
  // Guests that change their tables, and shadows that are shared, are for traces of their own.
  const bool changes = option.starts_with("shadow-key") && text.find("map 0x") != std::string::npos;
  if (changes || (of_shadows ? !shadowed : shadowed && option == "install=raw")) return "";
  if (option.starts_with("updates") && shadowed) return "";
  if (option.starts_with("switch") && line.find("roots=") != std::string::npos) return "";
  const std::string name = option.substr(0, option.find('='));
  const bool trapped =
      (name == "type" || name == "stamp" || name == "fast-path" || name == "build" || name == "upper") &&
      line.find("updates=hypercall") == std::string::npos;
  // The largest of the traces are there for one option each.
  const bool for_another =
      (text.starts_with("# VMM-COW-BREAK-RACE") && !option.starts_with("unshare")) ||
      (text.starts_with("# VMM-COW-READ-PIN") && !option.starts_with("pin")) ||
      (text.starts_with("# VMM-FASTPF-ABA") && !option.starts_with("write-fault")) ||
      (text.starts_with("# VMM-STALE-TLB-FREE, of a page") && option != "free=unflushed");
  if (software || unmapped_first || supervised || for_another || trapped || !concerned(text, option))
    return "";
  return text.substr(0, system) + line + " " + option + text.substr(system + line.size());
}

const std::vector<std::string> kOptions = {"switch=keep",
                                           "install=raw",
                                           "free=requested",
                                           "free=unflushed",
                                           "shootdown=local",
                                           "check=none",
                                           "check=late",
                                           "check=count",
                                           "check=sequence",
                                           "zero=after-map",
                                           "zero=never",
                                           "copy=before-flush",
                                           "compare=before-flush",
                                           "unshare=unlocked",
                                           "dying=mapped",
                                           "software-tlb-flush=no",
                                           "guest-flush=tlb",
                                           "handler=current",
                                           "trap-record=cpu",
                                           "mode=believed",
                                           "registers=left",
                                           "kernel-memory=left",
                                           "table-writes=unlocked",
                                           "write-fault=fast",
                                           "shadow-key=last",
                                           "zero=foreign",
                                           "clear=monitor",
                                           "roots=released-early",
                                           "zap=advance",
                                           "zap=valid",
                                           "zap-yield=unflushed",
                                           "resync=forgotten",
                                           "switch=flush-early",
                                           "reference=no-post",
                                           "reference=no-grant",
                                           "reference=no-mapping",
                                           "reference=no-transfer",
                                           "reference=no-device",
                                           "pin=shared",
                                           "transfer-flush=receiver",
                                           "split=unchecked",
                                           "join=unlocked",
                                           "fetch=twice",
                                           "fetch=again",
                                           "emulate=unlogged",
                                           "emulate=marked-first",
                                           "log-clear=after-copy",
                                           "age=plain",
                                           "move=keep",
                                           "updates=hypercall",
                                           "type=after-flush",
                                           "type=judged-late",
                                           "stamp=late",
                                           "fast-path=any-bits",
                                           "build=once",
                                           "upper=left"};

std::string cell_text(const Cell& cell) {
  return cell.steps == 0 ? "holds " + std::to_string(cell.states) : "violated " + std::to_string(cell.steps);
}

void write_row(const std::string& name, const std::vector<std::string>& cells, std::string& text) {
  std::string line = name + std::string(name.size() < 24 ? 24 - name.size() : 1, ' ');
  for (const std::string& cell : cells)
    line += cell + std::string(cell.size() < 21 ? 21 - cell.size() : 1, ' ');
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

TEST(Options, AgainstProperties) {
  const std::vector<std::string> traces = safe_traces();
  std::map<std::string, Row> rows;
  for (const std::string& trace : traces) check(trace, rows["safe"]);
  for (const std::string& option : kOptions) {
    for (const std::string& trace : traces) {
      const std::string text = with_option(trace, option);
      if (!text.empty()) check(text, rows[option]);
    }
  }
  std::vector<std::string> properties;
  for (const auto& [property, cell] : rows["safe"]) {
    properties.push_back(property);
    EXPECT_EQ(cell.steps, 0U) << property;
  }
  std::string table;
  write_row("", properties, table);
  const auto write = [&](const std::string& name) {
    std::vector<std::string> cells;
    for (const std::string& property : properties) cells.push_back(cell_text(rows[name][property]));
    write_row(name, cells, table);
  };
  write("safe");
  for (const std::string& option : kOptions) write(option);
  EXPECT_EQ(table, text_of(BRAID_SOURCE_DIR "/tests/vmm/options_by_properties.txt")) << "computed:\n"
                                                                                     << table << "end";
}

}  // namespace
}  // namespace braid::test
