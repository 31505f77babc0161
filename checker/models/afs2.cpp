#include "braid/checker/models/afs2.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/models/afs2_compiled.h"
#include "braid/checker/models/afs2_plan.h"

namespace braid::models {

using explore::Control;
using explore::Field;
using explore::ObservableId;
using explore::Position;
using explore::Reading;

/// Lays out the data and compiles the programs.
class Afs2Builder {
 public:
  Afs2Builder(Afs2& model, const std::vector<ObservableId>& tracked)
      : model_(model),
        trace_(model.trace_),
        reopen_(afs2_options(trace_)),
        contents_(afs2_contents(trace_)),
        usages_(afs2_usages(trace_)),
        tracked_(tracked) {}

  void build() {
    std::sort(tracked_.begin(), tracked_.end());
    lay_out_servers();
    lay_out_entries();
    link_callbacks();
    list_observables();
    for (std::uint32_t client = 0; client < trace_.actors.size(); ++client) compile(client);
  }

 private:
  using Observed = Afs2::Observed;

  [[nodiscard]] bool written_by_other(std::uint32_t file, std::uint32_t client) const {
    for (std::uint32_t other = 0; other < usages_.size(); ++other) {
      const auto usage = usages_[other].find(file);
      if (other != client && usage != usages_[other].end() && usage->second.writes > 0) return true;
    }
    return false;
  }

  [[nodiscard]] unsigned width_of(std::uint32_t file) const {
    return explore::bits_for(static_cast<std::uint64_t>(contents_.greatest[file] - contents_.least[file]));
  }

  void lay_out_servers() {
    for (std::uint32_t file = 0; file < trace_.files.size(); ++file) {
      model_.server_.push_back(model_.layout_.add(width_of(file)));
      model_.initial_.push_back(static_cast<std::uint64_t>(contents_.initial[file] - contents_.least[file]));
    }
  }

  void lay_out_entries() {
    model_.clients_.resize(trace_.actors.size());
    for (std::uint32_t client = 0; client < trace_.actors.size(); ++client) {
      model_.clients_[client].usages = usages_[client];
      for (const auto& [file, usage] : usages_[client]) {
        Afs2::Entry& entry = model_.clients_[client].entries[file];
        entry.invalidated = written_by_other(file, client);
        entry.counted = entry.invalidated && reopen_ == Reopen::replace && usage.greatest_open > 1;
        entry.server = model_.server_[file];
        if (entry.invalidated) {
          entry.valid = model_.layout_.add(1);
          entry.present = model_.layout_.add(1);
        }
        if (entry.counted) {
          entry.dirty = model_.layout_.add(1);
          entry.refs_bias = usage.greatest_open;
          entry.refs = model_.layout_.add(explore::bits_for(2 * std::uint64_t{usage.greatest_open}));
        }
        entry.data = model_.layout_.add(width_of(file));
      }
    }
  }

  void link_callbacks() {
    for (std::uint32_t client = 0; client < trace_.actors.size(); ++client) {
      for (auto& [file, entry] : model_.clients_[client].entries) {
        if (usages_[client].at(file).writes == 0) continue;
        std::map<std::uint32_t, std::uint64_t> bits;
        for (std::uint32_t other = 0; other < trace_.actors.size(); ++other) {
          const auto& entries = model_.clients_[other].entries;
          const auto found = entries.find(file);
          if (other == client || found == entries.end()) continue;
          bits[found->second.valid.word] |= std::uint64_t{1} << found->second.valid.shift;
        }
        entry.others_valid.assign(bits.begin(), bits.end());
      }
    }
  }

  /// In the order of Afs2::signature().
  void list_observables() {
    const auto add = [&](Observed::Kind kind, std::uint32_t client, std::uint32_t file) {
      model_.observables_.push_back({kind, client, file, 0, {}, false, contents_.least[file]});
    };
    for (std::uint32_t file = 0; file < trace_.files.size(); ++file) {
      add(Observed::Kind::server, 0, file);
      add(Observed::Kind::server, 0, file);
    }
    for (std::uint32_t client = 0; client < trace_.actors.size(); ++client) {
      for (std::uint32_t file = 0; file < trace_.files.size(); ++file) {
        for (const Observed::Kind kind :
             {Observed::Kind::callback, Observed::Kind::never, Observed::Kind::open, Observed::Kind::present,
              Observed::Kind::valid, Observed::Kind::valid, Observed::Kind::dirty, Observed::Kind::refs,
              Observed::Kind::data, Observed::Kind::data}) {
          add(kind, client, file);
        }
      }
      list_reads(client);
    }
  }

  void list_reads(std::uint32_t client) {
    const std::vector<Event>& events = trace_.actors[client].events;
    for (Position position = 0; position < events.size(); ++position) {
      if (events[position].operation != Operation::read) continue;
      const std::uint32_t file = events[position].file;
      Observed read{Observed::Kind::read, client, file, position, {}, false, contents_.least[file]};
      const auto id = static_cast<ObservableId>(model_.observables_.size());
      read.tracked = std::binary_search(tracked_.begin(), tracked_.end(), id);
      if (read.tracked) read.field = model_.layout_.add(width_of(file));
      read_fields_[{client, position}] = read.field;
      model_.observables_.push_back(read);
    }
  }

  void compile(std::uint32_t client) {
    Afs2::Client& compiled = model_.clients_[client];
    const std::vector<Event>& events = trace_.actors[client].events;
    std::uint32_t writes = 0;
    for (Position position = 0; position < events.size(); ++position) {
      compiled.writes_before.push_back(writes);
      compiled.plan.push_back(compile(client, position, writes));
      if (events[position].operation == Operation::write) ++writes;
    }
    compiled.writes_before.push_back(writes);
  }

  [[nodiscard]] Afs2::Step compile(std::uint32_t client, Position position, std::uint32_t writes) const {
    using Action = Afs2::Action;
    const Event& event = trace_.actors[client].events[position];
    const Afs2Usage& usage = usages_[client].at(event.file);
    const Afs2Phase* phase = usage.at(position);
    Afs2::Step step;
    step.actor = client;
    step.label = client;
    step.entry = &model_.clients_[client].entries.at(event.file);
    const bool counted = step.entry->counted;
    switch (event.operation) {
      case Operation::open:
        if (counted) {
          step.action = Action::counted_open;
        } else if (phase == nullptr) {
          step.action = Action::fetch_first;
        } else if (phase->open == 0 && step.entry->invalidated) {
          step.action = Action::fetch;
        }
        break;
      case Operation::read:
        step.observed = read_fields_.at({client, position});
        if (counted) {
          step.action = Action::counted_read;
        } else if (step.observed.width > 0) {
          step.action = Action::observe;
        }
        break;
      case Operation::write:
        step.action = counted ? Action::counted_write : Action::write;
        if (!contents_.counter) {
          step.content =
              static_cast<std::uint64_t>(contents_.writes[client][writes] - contents_.least[event.file]);
        }
        break;
      case Operation::close:
        if (counted) {
          step.action = Action::counted_close;
        } else if (phase->dirty) {
          step.action = Action::store_close;
        } else if (phase->open == 1 && step.entry->invalidated) {
          step.action = Action::drop_close;
        }
        break;
      default:  // afs2_options() refuses all else
        break;
    }
    if (counted && event.operation != Operation::open) step.branches = 2;
    return step;
  }

  Afs2& model_;
  const Trace& trace_;
  Reopen reopen_;
  Afs2Contents contents_;
  Afs2Usages usages_;
  std::vector<ObservableId> tracked_;
  std::map<std::pair<std::uint32_t, Position>, Field> read_fields_;
};

Afs2::Afs2(const Trace& trace, const std::vector<ObservableId>& tracked) : trace_(trace) {
  Afs2Builder(*this, tracked).build();
}

Afs2::~Afs2() = default;
Afs2::Afs2(Afs2&&) noexcept = default;

std::uint32_t Afs2::actor_count() const {
  return static_cast<std::uint32_t>(clients_.size());
}

explore::OwnedControl Afs2::initial() const {
  return {std::vector<Position>(clients_.size(), 0), 0};
}

bool Afs2::has_step(std::uint32_t client, Control control) const {
  return control.positions[client] < clients_[client].plan.size();
}

Afs2::Step Afs2::step_of(std::uint32_t client, Control control) const {
  const Position position = control.positions[client];
  Step step = clients_[client].plan[position];
  const bool writes = step.action == Action::write || step.action == Action::counted_write;
  if (writes && trace_.values == Values::counter) {
    std::uint64_t next = trace_.files.size();
    for (std::size_t other = 0; other < clients_.size(); ++other) {
      next += clients_[other].writes_before[control.positions[other]];
    }
    const std::uint32_t file = trace_.actors[client].events[position].file;
    step.content = next - static_cast<std::uint64_t>(observables_[2 * std::size_t{file}].base);
  }
  return step;
}

/// A failed step leads to a position behind the end, one for each event that can fail.
explore::Rank Afs2::target(Control control, const Step& step, explore::Branch branch,
                           std::span<Position> positions) const {
  std::copy(control.positions.begin(), control.positions.end(), positions.begin());
  Position& position = positions[step.actor];
  position = branch == kFailed ? static_cast<Position>(clients_[step.actor].plan.size()) + 1 + position
                               : position + 1;
  return control.rank + 1;
}

explore::Ending Afs2::ending(Control control) const {
  explore::Ending ending = explore::Ending::final;
  for (std::size_t client = 0; client < clients_.size(); ++client) {
    if (control.positions[client] > clients_[client].plan.size()) return explore::Ending::error;
    if (control.positions[client] < clients_[client].plan.size()) ending = explore::Ending::blocked;
  }
  return ending;
}

Reading Afs2::reading(ObservableId observable, Control control) const {
  const Observed& observed = observables_[observable];
  if (observed.kind == Observed::Kind::server) return {server_[observed.file], observed.base};
  const Client& client = clients_[observed.client];
  Position position = control.positions[observed.client];
  // Where the client has failed, it still stands before the event that failed.
  if (position > client.plan.size()) position -= static_cast<Position>(client.plan.size()) + 1;
  if (observed.kind == Observed::Kind::read) {
    if (!observed.tracked || position <= observed.event) return {{}, -1};
    return {observed.field, observed.base};
  }
  const auto usage = client.usages.find(observed.file);
  const Afs2Phase* phase = usage == client.usages.end() ? nullptr : usage->second.at(position);
  const bool is_data = observed.kind == Observed::Kind::data;
  if (phase == nullptr) return {{}, is_data ? -1 : 0};
  const Entry& entry = client.entries.at(observed.file);
  const bool held = !entry.counted && (phase->open > 0 || !entry.invalidated);
  switch (observed.kind) {
    case Observed::Kind::callback:
      return {{}, 1};
    case Observed::Kind::open:
      return {{}, phase->open};
    case Observed::Kind::present:
      return held || !entry.invalidated ? Reading{{}, 1} : Reading{entry.present, 0};
    case Observed::Kind::valid:
      return entry.invalidated ? Reading{entry.valid, 0} : Reading{{}, 1};
    case Observed::Kind::dirty:
      return entry.counted ? Reading{entry.dirty, 0} : Reading{{}, phase->dirty};
    case Observed::Kind::refs:
      return entry.counted ? Reading{entry.refs, -static_cast<std::int64_t>(entry.refs_bias)}
                           : Reading{{}, phase->open};
    case Observed::Kind::data:
      return {entry.data, observed.base};
    default:
      return {{}, 0};
  }
}

/// An open and a close are called, and return, in one step. One that fails does not return, nor do others
/// that fail.
std::vector<explore::EventInstance> Afs2::events(Control control, const Step& step,
                                                 explore::Branch branch) const {
  const Event& event = trace_.actors[step.actor].events[control.positions[step.actor]];
  std::vector<explore::EventInstance> events;
  const auto add = [&](Afs2Event kind) {
    events.push_back({static_cast<std::uint32_t>(kind), {step.actor, event.file}});
  };
  if (event.operation == Operation::open) add(Afs2Event::call_open);
  if (event.operation == Operation::close) add(Afs2Event::call_close);
  if (branch == kDone) add(static_cast<Afs2Event>(event.operation));
  return events;
}

std::string Afs2::describe(Control control, const Step& step, explore::Branch) const {
  const Actor& actor = trace_.actors[step.actor];
  const Event& event = actor.events[control.positions[step.actor]];
  const std::string& file = trace_.files[event.file].name;
  const std::string& descriptor = actor.descriptors[event.descriptor];
  const bool plain = actor.descriptors.size() == 1 || descriptor == file;
  return fmt::format("{} {}{}", name_of(event.operation), file,
                     plain ? "" : fmt::format(" [{}]", descriptor));
}

std::vector<std::uint32_t> Afs2::waiting(Control control) const {
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t client = 0; client < clients_.size(); ++client) {
    if (has_step(client, control)) waiting.push_back(client);
  }
  return waiting;
}

std::optional<std::vector<std::uint64_t>> Afs2::chain_lengths() const {
  std::vector<std::uint64_t> lengths;
  for (const Client& client : clients_) lengths.push_back(client.plan.size());
  return lengths;
}

}  // namespace braid::models
