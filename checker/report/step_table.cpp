#include "braid/checker/report/step_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "braid/checker/report/observed_values.h"

namespace braid::report {
namespace {

constexpr std::size_t kColumns = 100;

/// The name up to its last dot, and what follows that.
std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {{}, name};
  return {name.substr(0, dot + 1), name.substr(dot + 1)};
}

/// Several observables of one prefix that changed in the same way.
struct ChangeGroup {
  std::string_view prefix;
  std::string leaves;
  std::size_t size = 0;
  std::string change;  ///< ` 0 -> 1`

  [[nodiscard]] std::string text() const {
    return std::string(prefix) + (size > 1 ? "{" + leaves + "}" : leaves) + change;
  }
};

/// `c0.cache.a.{present, valid} false -> true; c0.cache.a.refs 0 -> 1`
std::vector<std::string> change_texts(const explore::Signature& signature, const models::ReplayStep& step) {
  std::vector<std::string> texts;
  if (step.failed) texts.emplace_back("FAILS: the step cannot be carried out");
  std::vector<ChangeGroup> groups;
  for (const models::Change& change : step.changes) {
    const explore::Observable& observable = signature.observables[change.observable];
    const std::string after = signature.show(change.observable, change.after);
    if (observable.history) {  // what a read returned comes first: it is what most people look for
      texts.push_back(fmt::format("{} = {}", observable.name, after));
      continue;
    }
    const std::string text =
        fmt::format(" {} -> {}", signature.show(change.observable, change.before), after);
    const auto [prefix, leaf] = split_name(observable.name);
    const auto same =
        std::find_if(groups.begin(), groups.end(), [&, &wanted = prefix](const ChangeGroup& group) {
          return group.prefix == wanted && group.change == text;
        });
    if (same == groups.end()) {
      groups.push_back({prefix, std::string(leaf), 1, text});
    } else {
      same->leaves += fmt::format(", {}", leaf);
      ++same->size;
    }
  }
  for (const ChangeGroup& group : groups) texts.push_back(group.text());
  return texts;
}

/// Writes `items` separated by `; `, beginning a new line, with `margin` spaces, before one that would not
/// fit.
void write_wrapped(std::ostream& out, const std::vector<std::string>& items, std::string line,
                   std::size_t margin) {
  bool first = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string item = items[i] + (i + 1 < items.size() ? ";" : "");
    if (!first && line.size() + 1 + item.size() > kColumns) {
      out << line << '\n';
      line = std::string(margin, ' ');
      first = true;
    }
    line += (first ? "" : " ") + item;
    first = false;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

}  // namespace

void write_steps(std::ostream& out, const models::System& system,
                 const std::vector<models::ReplayStep>& steps, std::string_view indentation) {
  const std::size_t number_width = std::max<std::size_t>(4, fmt::formatted_size("{}", steps.size()));
  std::size_t actor_width = 5;
  std::size_t event_width = 5;
  for (const models::ReplayStep& step : steps) {
    actor_width = std::max(actor_width, system.actor_name(step.actor).size());
    event_width = std::max(event_width, step.text.size());
  }
  out << fmt::format("{}{:>{}}  {:<{}}  {:<{}}  {}\n", indentation, "step", number_width, "actor",
                     actor_width, "event", event_width, "what changes");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string line =
        fmt::format("{}{:>{}}  {:<{}}  {:<{}}  ", indentation, i + 1, number_width,
                    system.actor_name(steps[i].actor), actor_width, steps[i].text, event_width);
    write_wrapped(out, change_texts(system.signature(), steps[i]), line, line.size());
  }
}

void write_steps(JsonWriter& json, const models::System& system,
                 const std::vector<models::ReplayStep>& steps) {
  const explore::Signature& signature = system.signature();
  json.begin_array(JsonLayout::line_each);
  for (const models::ReplayStep& step : steps) {
    json.begin_object();
    json.key("label").number(std::uint64_t{step.label});
    json.key("actor").text(system.actor_name(step.actor));
    json.key("event").text(step.text);
    json.key("choices").number(std::uint64_t{step.choices});
    if (step.failed) json.key("failed").boolean(true);
    json.key("changes").begin_array();
    for (const models::Change& change : step.changes) {
      json.begin_object();
      json.key("observable").text(signature.observables[change.observable].name);
      json.key("before").text(signature.show(change.observable, change.before));
      json.key("after").text(signature.show(change.observable, change.after));
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

}  // namespace braid::report
