#include "braid/checker/report/call_mix_report.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "braid/checker/cost/call_mix.h"
#include "braid/checker/report/text_table.h"

namespace braid::report {
namespace {

/// `61.7 % (TestAuth)`; nothing for what was not told.
std::string published_text(cost::MessageKind kind) {
  for (const cost::PublishedShare& share : cost::prototype_call_mix()) {
    if (share.kind == kind) return fmt::format("{:.1f} % ({})", 100 * share.part, share.name);
  }
  return {};
}

}  // namespace

void write_call_mix(std::ostream& out, std::string_view protocol, const cost::ServerUse& use) {
  const auto mix = cost::call_mix(use);
  std::vector<std::vector<std::string>> rows = {
      {fmt::format("calls under {}", protocol), "a cycle", "part", "prototype in daily use"}};
  double all = 0;
  for (std::size_t i = 0; i < cost::kMessageKinds; ++i) {
    const auto kind = static_cast<cost::MessageKind>(i);
    const double calls = use.of(kind).calls;
    const std::string published = published_text(kind);
    all += calls;
    if (calls == 0 && published.empty()) continue;
    rows.push_back({std::string(cost::name_of(kind)), fmt::format("{:.6g}", calls),
                    fmt::format("{:.1f} %", 100 * mix[i]), published});
  }
  rows.push_back({"all", fmt::format("{:.6g}", all), "", ""});
  write_text_table(out, rows);
}

}  // namespace braid::report
