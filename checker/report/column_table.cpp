#include "braid/checker/report/column_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "braid/checker/report/wrapped_text.h"

namespace braid::report {
namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kNarrowest = 14;

}  // namespace

void write_columns(std::ostream& out, const models::System& system,
                   const std::vector<models::ReplayStep>& steps) {
  std::vector<std::uint32_t> actors;
  for (const models::ReplayStep& step : steps) actors.push_back(step.actor);
  std::sort(actors.begin(), actors.end());
  actors.erase(std::unique(actors.begin(), actors.end()), actors.end());
  if (actors.empty()) return;
  const std::size_t width = std::max(kNarrowest, (kColumns - 4) / actors.size() - 2);
  std::string head = "step";
  for (const std::uint32_t actor : actors) head += fmt::format("  {:<{}}", system.actor_name(actor), width);
  head.erase(head.find_last_not_of(' ') + 1);
  out << head << '\n';
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto column = std::lower_bound(actors.begin(), actors.end(), steps[i].actor) - actors.begin();
    const std::string margin(static_cast<std::size_t>(column) * (width + 2), ' ');
    std::string number = fmt::format("{:>4}", i + 1);
    for (const std::string& line : wrapped(steps[i].text, width)) {
      out << number << margin << "  " << line << '\n';
      number = "    ";
    }
  }
}

}  // namespace braid::report
