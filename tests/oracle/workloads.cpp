#include "workloads.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <string_view>

namespace braid::oracle {
namespace {

constexpr std::uint32_t kDescriptors = 2;

struct Partial {
  Program program;
  std::optional<std::uint32_t> open[kDescriptors];  // by descriptor: its file
};

void extend(const Partial& partial, std::uint32_t files, std::vector<Partial>& longer) {
  const auto add = [&](Operation operation, std::uint32_t file, std::uint32_t descriptor) -> Partial& {
    Partial& next = longer.emplace_back(partial);
    Event event;
    event.operation = operation;
    event.file = file;
    event.descriptor = descriptor;
    next.program.push_back(event);
    return next;
  };
  for (std::uint32_t descriptor = 0; descriptor < kDescriptors; ++descriptor) {
    if (partial.open[descriptor]) continue;
    for (std::uint32_t file = 0; file < files; ++file) {
      add(Operation::open, file, descriptor).open[descriptor] = file;
    }
    break;
  }
  for (std::uint32_t descriptor = 0; descriptor < kDescriptors; ++descriptor) {
    if (!partial.open[descriptor]) continue;
    const std::uint32_t file = *partial.open[descriptor];
    add(Operation::read, file, descriptor);
    add(Operation::write, file, descriptor);
    add(Operation::close, file, descriptor).open[descriptor].reset();
  }
}

}  // namespace

std::vector<Program> all_programs(std::size_t events, std::uint32_t files) {
  std::vector<Partial> level(1);
  std::vector<Program> programs(1);
  for (std::size_t length = 1; length <= events; ++length) {
    std::vector<Partial> longer;
    for (const Partial& partial : level) extend(partial, files, longer);
    level = std::move(longer);
    for (const Partial& partial : level) programs.push_back(partial.program);
  }
  return programs;
}

namespace {

/// Fills the clients' programs one after the other.
class WorkloadEnumerator {
 public:
  WorkloadEnumerator(const Scope& scope, const std::function<void(const std::vector<Program>&)>& each)
      : scope_(scope), each_(each), programs_(all_programs(scope.longest, scope.files)) {}

  void enumerate(std::size_t first, std::size_t events_left) {
    if (chosen_.size() == scope_.clients) {
      if (opens_first_file_first()) each_(chosen_);
      return;
    }
    for (std::size_t program = first; program < programs_.size(); ++program) {
      const std::size_t events = programs_[program].size();
      if (events > events_left) break;
      chosen_.push_back(programs_[program]);
      enumerate(scope_.ordered ? 0 : program, events_left - events);
      chosen_.pop_back();
    }
  }

 private:
  [[nodiscard]] bool opens_first_file_first() const {
    for (const Program& program : chosen_) {
      if (!program.empty()) return program.front().file == 0;
    }
    return true;
  }

  const Scope& scope_;
  const std::function<void(const std::vector<Program>&)>& each_;
  std::vector<Program> programs_;
  std::vector<Program> chosen_;
};

}  // namespace

void for_each_workload(const Scope& scope, const std::function<void(const std::vector<Program>&)>& each) {
  WorkloadEnumerator(scope, each).enumerate(0, scope.total);
}

Program two_stores() {
  Program program;
  for (int i = 0; i < 2; ++i) {
    for (const Operation operation : {Operation::open, Operation::write, Operation::close}) {
      program.emplace_back().operation = operation;
    }
  }
  return program;
}

void for_each_workload_in(const Variant& variant, const Scope& scope,
                          const std::function<void(const std::vector<Program>&)>& each) {
  const bool all = std::getenv("BRAID_EXHAUSTIVE") != nullptr;
  const bool odd = (variant.values == Values::writer) == (variant.reopen == std::string_view("keep"));
  std::size_t number = 0;
  for_each_workload(scope, [&](const std::vector<Program>& programs) {
    if (all || (number % 2 == 1) == odd) each(programs);
    ++number;
  });
}

std::string name_of(const Variant& variant) {
  return std::string(variant.values == Values::writer ? "Writer" : "Counter") +
         (variant.reopen == std::string_view("keep") ? "Keep" : "Replace");
}

Trace workload(const std::vector<Program>& programs, std::uint32_t files, const Variant& variant) {
  Trace trace;
  trace.source = "workload";
  trace.values = variant.values;
  trace.options = {{"reopen", variant.reopen, {}}};
  for (std::uint32_t file = 0; file < files; ++file) {
    trace.files.push_back({std::string(1, static_cast<char>('a' + file)), std::to_string(file)});
  }
  for (std::size_t client = 0; client < programs.size(); ++client) {
    Actor actor;
    actor.name = fmt::format("c{}", client);
    actor.events = programs[client];
    actor.descriptors = {"0", "1"};
    trace.actors.push_back(std::move(actor));
  }
  return trace;
}

std::string describe(const Trace& trace) {
  std::string text = trace.values == Values::writer ? "writer " : "counter ";
  text += trace.option("reopen").value_or("");
  for (const Actor& actor : trace.actors) {
    text += actor.name == trace.actors.front().name ? ' ' : ',';
    for (const Event& event : actor.events) {
      if (&event != &actor.events.front()) text += ':';
      text += name_of(event.operation)[0];
      if (event.operation == Operation::open) text += trace.files[event.file].name;
      text += actor.descriptors[event.descriptor];
    }
  }
  return text;
}

}  // namespace braid::oracle
