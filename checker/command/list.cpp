#include "braid/checker/command/list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/property_choice.h"
#include "braid/checker/command/trace_argument.h"
#include "braid/checker/formula/properties.h"
#include "braid/checker/report/list_report.h"
#include "braid/tracer/notation.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid list [TOPIC] [SYSTEM] [TRACE] [options]
What this braid knows. Without a topic: models, options, properties, formats.

  models                 the systems, and at which granularity (afs2-message is
                         afs2 at message granularity)
  options [SYSTEM]       their design decisions, for a trace's `system` line
  observables [SYSTEM] [TRACE]
                         the values that formulas and --by can name; without a
                         trace, those of a small example
  properties [SYSTEM]    the invariants that braid check knows
  formats                how traces can be given

  TRACE                  a file, or -A ACTIONS [-f FILES], or --random with its
                         flags, as for braid count
  --properties DIR       where property files are (else BRAID_PROPERTIES)
  --json                 a JSON document (checker/report/list.schema.json)

Exit: 0 done, 2 usage, 3 bad input.
Example:  braid list observables afs2 traces/homework/question-4.trace
)";

constexpr std::array kTopics =
    std::to_array<std::string_view>({"models", "options", "observables", "properties", "formats"});

// What observables are shown of, where no trace is given.
constexpr std::string_view kExample =
    "file a = 0\n"
    "client c0: open a, write, close\n"
    "client c1: open a, read, close\n";
constexpr std::string_view kGuestExample =
    "system vmm\nmachine frames=2\nvm v0: 0->1\nspace v0.p0: 0->0\nprocess v0.p0: load 0x0, syscall\n";

OptionTable option_table() {
  OptionTable table;
  add_trace_options(table);
  add_value(table, "properties");
  add_flag(table, "json");
  return table;
}

/// The systems that a word names: by key; or, where it is asked for decisions, all of that name.
std::vector<models::SystemDescription> systems_called(std::string_view word, bool by_name) {
  std::vector<models::SystemDescription> systems;
  for (const models::SystemDescription& system : models::known_systems()) {
    if (system.key == word || (by_name && system.name == word)) systems.push_back(system);
  }
  return systems;
}

/// Reads the words and makes the lists.
class Lister {
 public:
  Lister(const OptionValues& values, std::ostream& out, std::ostream& err)
      : values_(values), out_(out), err_(err), json_(out) {
    words_ = values_of(values, kWords);
    if (!words_.empty()) {
      topic_ = words_.front();
      words_.erase(words_.begin());
    }
    if (!topic_.empty() && std::find(kTopics.begin(), kTopics.end(), topic_) == kTopics.end())
      unknown_topic();
    const bool takes_system = topic_ == "options" || topic_ == "observables" || topic_ == "properties";
    if (takes_system && !words_.empty()) {
      systems_ = systems_called(words_.front(), topic_ == "options");
      system_given_ = !systems_.empty();
      if (system_given_) words_.erase(words_.begin());
    }
    if (!system_given_) systems_ = models::known_systems();
    if (topic_ != "observables" && names_trace(values, words_)) superfluous();
  }

  void run() {
    if (has_flag(values_, "json")) {
      write_json();
    } else {
      write_text();
    }
  }

 private:
  [[noreturn]] void unknown_topic() const {
    const std::string suggestion = did_you_mean(topic_, {kTopics.begin(), kTopics.end()});
    throw CommandLineError(fmt::format(
        "there is no topic {}; {}", quote(topic_),
        suggestion.empty() ? "topics are " + quote_list({kTopics.begin(), kTopics.end()}) : suggestion));
  }

  [[noreturn]] void superfluous() const {
    if (words_.empty()) throw CommandLineError("only braid list observables takes a trace");
    std::vector<std::string_view> names;
    for (const auto& system : models::known_systems()) names.push_back(system.key);
    throw CommandLineError(fmt::format("{} is neither a topic nor a system here; systems are {}",
                                       quote(words_.front()), quote_list(names)));
  }

  [[nodiscard]] bool lists(std::string_view topic) const {
    return topic_ == topic || (topic_.empty() && topic != "observables");
  }

  [[nodiscard]] explore::Signature signature() const {
    const bool given = names_trace(values_, words_);
    const models::SystemDescription& system = systems_.front();
    const std::string example = system.key == "vmm" ? std::string(kGuestExample)
                                                    : fmt::format("system {} granularity={}\n{}", system.name,
                                                                  system.granularity, kExample);
    Trace trace =
        given ? single_trace_argument(values_, words_).load(err_) : parse_notation("example", example);
    explore::Signature signature = models::open_system(std::move(trace))->signature();
    if (system_given_ && given && signature.system != system.key) {
      throw CommandLineError(fmt::format("the trace is one of {}, not of {}", signature.system, system.key));
    }
    return signature;
  }

  [[nodiscard]] std::vector<formula::Property> properties() const {
    std::vector<formula::Property> properties =
        formula::load_properties(properties_directory(value_of(values_, "properties")));
    const auto applies = [&](const formula::Property& property) {
      return std::any_of(property.systems.begin(), property.systems.end(),
                         [&](const formula::PlacedName& name) { return name.name == systems_.front().key; });
    };
    if (system_given_) std::erase_if(properties, [&](const auto& property) { return !applies(property); });
    return properties;
  }

  void write_text() {
    const auto section = [&](std::string_view topic, const auto& write) {
      if (!lists(topic)) return;
      if (topic_.empty()) out_ << (topic == kTopics.front() ? "" : "\n") << topic << "\n\n";
      write();
    };
    section("models", [&] { report::write_models(out_, systems_); });
    section("options", [&] { report::write_options(out_, systems_); });
    section("observables", [&] { report::write_observables(out_, signature()); });
    section("properties", [&] { report::write_properties(out_, properties()); });
    section("formats", [&] { report::write_formats(out_); });
  }

  void write_json() {
    // What can fail comes before the first byte.
    const explore::Signature observables = lists("observables") ? signature() : explore::Signature{};
    const std::vector<formula::Property> invariants =
        lists("properties") ? properties() : std::vector<formula::Property>{};
    json_.begin_object(report::JsonLayout::line_each);
    const auto member = [&](const char* topic, const auto& write) {
      if (!lists(topic)) return;
      json_.key(topic);
      write();
    };
    member("models", [&] { report::write_models(json_, systems_); });
    member("options", [&] { report::write_options(json_, systems_); });
    member("observables", [&] { report::write_observables(json_, observables); });
    member("properties", [&] { report::write_properties(json_, invariants); });
    member("formats", [&] { report::write_formats(json_); });
    json_.end_object().finish();
  }

  const OptionValues& values_;
  std::ostream& out_;
  std::ostream& err_;
  report::JsonWriter json_;
  std::string topic_;
  std::vector<std::string> words_;
  std::vector<models::SystemDescription> systems_;
  bool system_given_ = false;
};

}  // namespace

int run_list(Arguments arguments, std::ostream& out, std::ostream& err) {
  return run_verb("list", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    Lister(values, out, err).run();
    return kHolds;
  });
}

}  // namespace braid::command
