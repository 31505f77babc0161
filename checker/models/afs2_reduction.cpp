// What of afs2 is symmetric, and which of its steps are independent of all others.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "braid/checker/models/afs2_compiled.h"

namespace braid::models {
namespace {

using explore::Control;
using explore::Field;

bool alike(const Actor& a, const Actor& b) {
  return std::equal(a.events.begin(), a.events.end(), b.events.begin(), b.events.end(),
                    [](const Event& one, const Event& other) {
                      return one.operation == other.operation && one.file == other.file;
                    });
}

}  // namespace

/// Permutes clients whose programs do the same.
std::vector<Symmetry> Afs2::symmetries(std::size_t most) const {
  const auto tracked = [&](std::uint32_t client) {
    std::vector<bool> reads;
    for (const Observed& observed : observables_) {
      if (observed.kind == Observed::Kind::read && observed.client == client)
        reads.push_back(observed.tracked);
    }
    return reads;
  };
  const std::vector<std::uint32_t> classes =
      classes_of(actor_count(), [&](std::uint32_t one, std::uint32_t other) {
        return alike(trace_.actors[one], trace_.actors[other]) && tracked(one) == tracked(other);
      });
  std::vector<Symmetry> symmetries;
  for (const std::vector<std::uint32_t>& images : permutations_within(classes, most)) {
    symmetries.push_back(symmetry(images));
  }
  return symmetries;
}

Symmetry Afs2::symmetry(const std::vector<std::uint32_t>& images) const {
  Symmetry symmetry;
  symmetry.positions = images;
  symmetry.members = {images, std::vector<std::uint32_t>(trace_.files.size())};
  std::iota(symmetry.members[1].begin(), symmetry.members[1].end(), 0U);
  const Afs2Contents contents = afs2_contents(trace_);
  if (!contents.counter) {
    symmetry.contents.resize(contents.names.size());
    std::iota(symmetry.contents.begin(), symmetry.contents.end(), std::uint64_t{0});
    for (std::size_t client = 0; client < images.size(); ++client) {
      for (std::size_t write = 0; write < contents.writes[client].size(); ++write) {
        symmetry.contents[static_cast<std::size_t>(contents.writes[client][write])] =
            static_cast<std::uint64_t>(contents.writes[images[client]][write]);
      }
    }
  }
  const auto move = [&](Field from, Field to) {
    if (from != to) symmetry.moves.push_back({from, to});
  };
  const auto move_content = [&](Field from, Field to, std::uint32_t file) {
    symmetry.moves.push_back({from, to, true, contents.least[file]});
  };
  for (std::uint32_t file = 0; file < server_.size(); ++file)
    move_content(server_[file], server_[file], file);
  for (std::uint32_t client = 0; client < images.size(); ++client) {
    for (const auto& [file, from] : clients_[client].entries) {
      const Entry& to = clients_[images[client]].entries.at(file);
      move(from.present, to.present);
      move(from.valid, to.valid);
      move(from.dirty, to.dirty);
      move(from.refs, to.refs);
      move_content(from.data, to.data, file);
    }
  }
  permute_observables(images, symmetry);
  for (const Observed& from : observables_) {
    if (from.kind != Observed::Kind::read) continue;
    const auto to = std::find_if(observables_.begin(), observables_.end(), [&](const Observed& candidate) {
      return candidate.kind == Observed::Kind::read && candidate.client == images[from.client] &&
             candidate.event == from.event;
    });
    move_content(from.field, to->field, from.file);
  }
  return symmetry;
}

void Afs2::permute_observables(const std::vector<std::uint32_t>& images, Symmetry& symmetry) const {
  using About = std::tuple<Observed::Kind, std::uint32_t, std::uint32_t, explore::Position>;
  std::vector<About> about;
  std::vector<About> permuted;
  for (const Observed& observed : observables_) {
    const bool of_server = observed.kind == Observed::Kind::server;
    const std::uint32_t client = of_server ? observed.client : images[observed.client];
    about.emplace_back(observed.kind, observed.client, observed.file, observed.event);
    permuted.emplace_back(observed.kind, client, observed.file, observed.event);
  }
  symmetry.observables = observables_about(about, permuted);
}

/// What a client does with descriptors that it has open, until it closes the last or stores, is its own; but
/// numbers of one counter tell in which order clients write.
std::optional<Field> Afs2::independent(Control, const Step& step) const {
  const bool own = step.action == Action::nothing || step.action == Action::observe ||
                   (step.action == Action::write && trace_.values == Values::writer);
  return own ? std::optional(Field{}) : std::nullopt;
}

bool Afs2::changes(Control control, const Step& step, explore::ObservableId observable) const {
  const explore::Position position = control.positions[step.actor];
  const Event& event = trace_.actors[step.actor].events[position];
  const Observed& observed = observables_[observable];
  if (observed.kind == Observed::Kind::server || observed.client != step.actor ||
      observed.file != event.file) {
    return false;
  }
  if (observed.kind == Observed::Kind::read) return observed.event == position;
  return event.operation != Operation::read;
}

}  // namespace braid::models
