// What of AFS at message granularity is symmetric, and which of its steps are independent of all others.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {
namespace {

using explore::Control;
using explore::Field;

bool same_event(const AfsEvent& a, const AfsEvent& b) {
  return a.operation == b.operation && a.file == b.file && a.first == b.first && a.blocks == b.blocks &&
         a.truncates == b.truncates && a.replaced == b.replaced && a.user == b.user && a.rights == b.rights;
}

std::vector<std::uint32_t> processes_of(const AfsProgram& program, std::uint32_t client) {
  std::vector<std::uint32_t> processes;
  for (std::uint32_t process = 0; process < program.processes.size(); ++process) {
    if (program.processes[process].client == client) processes.push_back(process);
  }
  return processes;
}

/// Collects where the fields of one client, or process, stand for another.
class FieldMoves {
 public:
  FieldMoves(std::vector<FieldMove>& moves, const AfsFields& fields) : moves_(moves), fields_(fields) {}

  void add(Field from, Field to, bool content = false, std::int64_t base = 0) {
    if (from.width != to.width) throw explore::InternalError("symmetric clients are laid out differently");
    if (from.width != 0 && (content || from != to)) moves_.push_back({from, to, content, base});
  }
  /// Of a file, or of a message, that holds so many blocks.
  void add_contents(Field from, Field to, std::uint32_t blocks) {
    for (std::uint32_t place = 0; place < blocks; ++place)
      add(fields_.block(from, place), fields_.block(to, place), true);
  }
  void add(const AfsFields::Copy& from, const AfsFields::Copy& to, std::uint32_t blocks) {
    add(from.present, to.present);
    add_contents(from.data, to.data, blocks);
    add(from.fetched, to.fetched);
    add(from.trust, to.trust);
    add(from.until, to.until);
    add(from.dirty, to.dirty);
    add(from.refs, to.refs);
    add(from.number, to.number);
  }
  void add(const AfsFields::Promise& from, const AfsFields::Promise& to) {
    add(from.held, to.held);
    add(from.expires, to.expires);
    add(from.pending, to.pending);
    add(from.giveup_queued, to.giveup_queued);
    add(from.giveup_sent, to.giveup_sent);
  }
  void add(const AfsFields::Wire& from, const AfsFields::Wire& to) {
    add(from.breaks, to.breaks);
    add(from.orphans, to.orphans);
    add(from.behind, to.behind);
    add(from.acks, to.acks);
    add(from.unanswered, to.unanswered);
    add(from.delayed, to.delayed);
    add(from.owed, to.owed);
  }
  void add(const AfsFields::Client& from, const AfsFields::Client& to) {
    add(from.down, to.down);
    add(from.known, to.known);
    add(from.epoch, to.epoch);
  }
  void add(const AfsFields::Call& from, const AfsFields::Call& to) {
    add_contents(from.message, to.message, fields_.message_blocks);
    add(from.number, to.number);
    add(from.overtaken, to.overtaken);
    add(from.refused, to.refused);
    add(from.asked, to.asked);
  }

 private:
  std::vector<FieldMove>& moves_;
  const AfsFields& fields_;
};

}  // namespace

bool AfsMessages::alike(std::uint32_t client, std::uint32_t other) const {
  const std::vector<std::uint32_t> own = processes_of(program_, client);
  const std::vector<std::uint32_t> others = processes_of(program_, other);
  const bool same_user = program_.user_of[client] == program_.user_of[other] &&
                         program_.claim_of[client] == program_.claim_of[other];
  if (own.size() != others.size() || (fields_.directories > 0 && !same_user)) return false;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const std::vector<AfsEvent>& events = program_.processes[own[i]].events;
    const std::vector<AfsEvent>& other_events = program_.processes[others[i]].events;
    if (reads_[own[i]] != reads_[others[i]]) return false;
    if (!std::equal(events.begin(), events.end(), other_events.begin(), other_events.end(), same_event))
      return false;
  }
  return true;
}

/// Permutes clients whose processes do the same.
std::vector<Symmetry> AfsMessages::symmetries(std::size_t most) const {
  const std::vector<std::uint32_t> classes =
      classes_of(static_cast<std::uint32_t>(program_.clients.size()),
                 [&](std::uint32_t one, std::uint32_t other) { return alike(one, other); });
  std::vector<Symmetry> symmetries;
  for (const std::vector<std::uint32_t>& images : permutations_within(classes, most)) {
    symmetries.push_back(symmetry(images));
  }
  return symmetries;
}

Symmetry AfsMessages::symmetry(const std::vector<std::uint32_t>& images) const {
  Symmetry symmetry;
  const auto processes = static_cast<std::uint32_t>(program_.processes.size());
  symmetry.members.assign(3, {});
  symmetry.members[0] = images;
  symmetry.members[1].resize(program_.blocks.size());
  std::iota(symmetry.members[1].begin(), symmetry.members[1].end(), 0U);
  symmetry.members[2].resize(processes);
  symmetry.positions.resize(environment_.end());
  std::iota(symmetry.positions.begin(), symmetry.positions.end(), 0U);
  if (!program_.counter) {
    symmetry.contents.resize(program_.contents.size());
    std::iota(symmetry.contents.begin(), symmetry.contents.end(), std::uint64_t{0});
  }
  FieldMoves moves(symmetry.moves, fields_);
  for (std::size_t file = 0; file < fields_.server.size(); ++file) {
    const Field content = fields_.server[file].content;
    moves.add_contents(content, content, program_.files[file].blocks);
  }
  for (std::uint32_t client = 0; client < images.size(); ++client) {
    permute_client(client, images[client], symmetry);
    const std::vector<std::uint32_t> own = processes_of(program_, client);
    const std::vector<std::uint32_t> others = processes_of(program_, images[client]);
    for (std::size_t i = 0; i < own.size(); ++i) permute_process(own[i], others[i], symmetry);
  }
  permute_directories(symmetry);
  permute_observables(symmetry);
  return symmetry;
}

/// The names that processes make change places with them, in every set.
void AfsMessages::permute_directories(Symmetry& symmetry) const {
  for (std::uint32_t file = 0; file < program_.directories.size(); ++file) {
    const AfsDirectory& directory = program_.directories[file];
    std::vector<std::uint32_t> images(directory.names);
    for (std::size_t process = 0; process < program_.processes.size(); ++process) {
      const std::vector<AfsEvent>& events = program_.processes[process].events;
      for (std::size_t event = 0; event < events.size(); ++event) {
        if (events[event].operation != Operation::makedir || events[event].file != file) continue;
        images[events[event].made] = program_.processes[symmetry.members[2][process]].events[event].made;
      }
    }
    for (std::uint64_t set = 1; set < std::uint64_t{1} << directory.names; ++set) {
      std::uint64_t image = 0;
      for (std::uint32_t name = 0; name < directory.names; ++name) {
        if ((set >> name & 1) != 0) image |= std::uint64_t{1} << images[name];
      }
      symmetry.contents[directory.content_with(set)] = directory.content_with(image);
    }
  }
}

void AfsMessages::permute_observables(Symmetry& symmetry) const {
  using Kind = AfsObservable::Kind;
  using About = std::tuple<Kind, std::uint32_t, std::uint32_t, std::uint32_t>;
  std::vector<About> about;
  std::vector<About> images;
  for (const AfsObservable& observed : observables_) {
    std::uint32_t who = observed.who;
    switch (observed.kind) {
      case Kind::server_content:
      case Kind::server_number:
      case Kind::server_exists:
      case Kind::server_up:
      case Kind::now:
      case Kind::lifetime:
      case Kind::heartbeat_period:
      case Kind::close_early:
      case Kind::file_of:
        break;
      case Kind::read:
      case Kind::calling:
      case Kind::rounds:
        who = symmetry.members[2][who];
        break;
      default:
        who = symmetry.members[0][who];
    }
    about.emplace_back(observed.kind, observed.who, observed.file, observed.block);
    images.emplace_back(observed.kind, who, observed.file, observed.block);
  }
  symmetry.observables = observables_about(about, images);
}

void AfsMessages::permute_client(std::uint32_t client, std::uint32_t image, Symmetry& symmetry) const {
  const auto move = [&](std::uint32_t from, std::uint32_t to) { symmetry.positions[from] = to; };
  if (heartbeats_place_ > notices_place_) move(notices_place_ + client, notices_place_ + image);
  if (forgotten_place_ > heartbeats_place_) move(heartbeats_place_ + client, heartbeats_place_ + image);
  if (budgets_.of(Fault::tick) > 0 && options_.callbacks)
    move(forgotten_place_ + client, forgotten_place_ + image);
  if (budgets_.of(Fault::client_crash) > 0)
    move(environment_.client_place(client), environment_.client_place(image));
  if (budgets_.of(Fault::partition) > 0)
    move(environment_.link_place(client), environment_.link_place(image));
  if (budgets_.of(Fault::address_change) > 0)
    move(environment_.address_place(client), environment_.address_place(image));
  FieldMoves moves(symmetry.moves, fields_);
  for (std::uint32_t file = 0; file < fields_.server.size(); ++file) {
    moves.add(fields_.copy(client, file), fields_.copy(image, file), program_.files[file].blocks);
    moves.add(fields_.promise(client, file), fields_.promise(image, file));
  }
  for (std::uint32_t object = 0; object < program_.objects.size(); ++object) {
    moves.add(fields_.wire(client, object), fields_.wire(image, object));
  }
  moves.add(fields_.clients[client], fields_.clients[image]);
}

void AfsMessages::permute_process(std::uint32_t process, std::uint32_t image, Symmetry& symmetry) const {
  symmetry.members[2][process] = image;
  symmetry.positions[process] = image;
  const auto processes = static_cast<std::uint32_t>(program_.processes.size());
  if (messages()) symmetry.positions[processes + process] = processes + image;
  FieldMoves moves(symmetry.moves, fields_);
  moves.add(fields_.calls[process], fields_.calls[image]);
  for (std::size_t read = 0; read < fields_.reads[process].size(); ++read) {
    moves.add(fields_.reads[process][read], fields_.reads[image][read], true, -1);
  }
  if (program_.counter) return;
  const std::vector<AfsEvent>& events = program_.processes[process].events;
  for (std::size_t event = 0; event < events.size(); ++event) {
    if (events[event].content < 0) continue;
    symmetry.contents[static_cast<std::size_t>(events[event].content)] =
        static_cast<std::uint64_t>(program_.processes[image].events[event].content);
  }
}

/// A read of a client's only process finds the copy that its open has left there, whatever others do; an
/// acknowledgement that the server takes only lets stores go on.
std::optional<Field> AfsMessages::independent(Control, const Step& step) const {
  if (budgets_.any()) return std::nullopt;
  if (step.action == Action::take_ack) return fields_.wire(step.client, step.object).acks;
  const bool read = (step.action == Action::read || step.action == Action::instant) &&
                    step.event->operation == Operation::read && step.branches == 1 && !step.guarded;
  const auto of_client =
      std::count_if(program_.processes.begin(), program_.processes.end(),
                    [&](const AfsProcess& process) { return process.client == step.client; });
  if (!read || of_client > 1) return std::nullopt;
  return Field{};
}

bool AfsMessages::changes(Control, const Step& step, explore::ObservableId observable) const {
  const AfsObservable& observed = observables_[observable];
  if (step.action == Action::take_ack) {
    return observed.kind == AfsObservable::Kind::breaks && observed.who == step.client &&
           observed.file == step.object;
  }
  return observed.kind == AfsObservable::Kind::read && observed.who == step.process &&
         observed.file >= step.event->read && observed.file < step.event->read + step.event->blocks;
}

}  // namespace braid::models
