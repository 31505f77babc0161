#include "braid/checker/models/afs/afs_fields.h"

#include <algorithm>

namespace braid::models {
namespace {

using explore::bits_for;
using explore::Field;

class FieldBuilder {
 public:
  FieldBuilder(AfsFields& fields, const AfsProgram& program, const AfsOptions& options,
               const FaultBudgets& budgets, bool numbers)
      : fields_(fields),
        program_(program),
        options_(options),
        budgets_(budgets),
        numbers_(numbers),
        messages_(options.delivery == Delivery::messages),
        ticks_(budgets.of(Fault::tick)) {}

  void add_server() {
    for (std::size_t file = 0; file < program_.initial.size(); ++file) {
      AfsFields::Server server;
      server.content = add(content_bits(file));
      server.exists_always = !program_.may_be_absent[file];
      server.exists = add(server.exists_always ? 0 : 1);
      server.number = add(number_bits());
      fields_.server.push_back(server);
    }
  }

  void add_copies() {
    for (std::uint32_t client = 0; client < program_.clients.size(); ++client) {
      for (std::uint32_t file = 0; file < program_.initial.size(); ++file) {
        const Use use = use_of(client, file);
        fields_.copies.push_back(copy_of(file, use));
        fields_.promises.push_back(promise_of(use));
      }
    }
  }

  void add_wires() {
    for (std::uint32_t client = 0; client < program_.clients.size(); ++client) {
      for (std::uint32_t object = 0; object < program_.objects.size(); ++object) {
        fields_.wires.push_back(wire_of(object));
      }
      AfsFields::Client fields;
      fields.down = add(unreachable_possible() ? 1 : 0);
      fields.known = add(contact() ? 1 : 0);
      const bool beats = options_.recovery == Recovery::heartbeat;
      fields.epoch = add(beats ? bits_for(budgets_.of(Fault::server_crash)) : 0);
      fields_.clients.push_back(fields);
    }
  }

  void add_calls(const std::vector<std::vector<bool>>& reads) {
    for (std::size_t process = 0; process < program_.processes.size(); ++process) {
      AfsFields::Call call;
      if (messages_) {
        call.message = add(program_.content_bits * fields_.message_blocks);
        call.number = add(number_bits());
        call.overtaken = add(options_.callbacks && options_.grant != Grant::unchecked ? 1 : 0);
        const bool refusing = !options_.callbacks || !program_.changes_rights.empty() || may_be_absent();
        call.refused = add(refusing ? 1 : 0);
        call.asked = add(options_.callbacks ? bits_for(ticks_) : 0);
      }
      fields_.calls.push_back(call);
      fields_.reads.emplace_back();
      for (const bool kept : reads[process]) fields_.reads.back().push_back(add(kept ? read_bits() : 0));
    }
  }

  void add_rights(const Trace& trace) {
    fields_.directory_of = program_.directory_of;
    fields_.directories = trace.directories.size();
    for (const std::string& user : program_.users) {
      for (std::size_t directory = 0; directory < trace.directories.size(); ++directory) {
        AfsFields::UserRights rights;
        for (const Directory::Entry& entry : trace.directories[directory].acl) {
          if (entry.user == user) rights.initial = entry.rights;
        }
        const unsigned bits = program_.changes_rights[directory] ? 1 : 0;
        rights.read = add(bits);
        rights.write = add(bits);
        rights.administer = add(bits);
        fields_.rights_of.push_back(rights);
      }
    }
  }

 private:
  /// How a client deals with a file.
  struct Use {
    bool opens = false;
    bool writes = false;
    bool flushes = false;
    std::uint32_t greatest_open = 0;
  };

  [[nodiscard]] Use use_of(std::uint32_t client, std::uint32_t file) const {
    Use use;
    for (const AfsProcess& process : program_.processes) {
      if (process.client != client) continue;
      use.greatest_open += *std::max_element(process.open[file].begin(), process.open[file].end());
      for (const AfsEvent& event : process.events) {
        if (!event.on_file() || event.file != file) continue;
        use.opens = use.opens || event.operation == Operation::open || event.operation == Operation::create;
        use.writes = use.writes || event.changes_copy() || event.operation == Operation::makedir;
        use.flushes = use.flushes || event.operation == Operation::flush;
      }
    }
    return use;
  }

  [[nodiscard]] AfsFields::Copy copy_of(std::uint32_t file, const Use& use) {
    AfsFields::Copy copy;
    if (!use.opens) return copy;
    copy.present = add(1);
    copy.data = add(content_bits(file));
    copy.fetched = add(options_.fetch == FetchAt::read ? 1 : 0);
    copy.trust = add(options_.callbacks ? 1 : 0);
    copy.until = add(options_.callbacks && ticks_ > 0 ? bits_for(last_deadline()) : 0);
    copy.dirty = add(use.writes ? 1 : 0);
    copy.number = add(number_bits());
    if (options_.reopen == ImageOfReopen::replace && use.greatest_open > 1) {
      copy.refs_bias = use.greatest_open;
      copy.refs = add(bits_for(2 * std::uint64_t{use.greatest_open}));
    }
    return copy;
  }

  [[nodiscard]] AfsFields::Promise promise_of(const Use& use) {
    AfsFields::Promise promise;
    if (!options_.callbacks || !use.opens) return promise;
    promise.held = add(1);
    promise.expires = add(ticks_ > 0 ? bits_for(last_deadline()) : 0);
    promise.pending = add(messages_ ? 1 : 0);
    if (use.flushes && options_.giveup != GiveUps::synchronous) {
      promise.giveup_queued = add(1);
      promise.giveup_sent = add(bits_for(total_events()));
    }
    return promise;
  }

  [[nodiscard]] AfsFields::Wire wire_of(std::uint32_t object) {
    AfsFields::Wire wire;
    if (!options_.callbacks || !messages_) return wire;
    const bool everything = object == program_.everything();
    const bool resets =
        contact() || (options_.recovery == Recovery::notify && budgets_.of(Fault::server_crash) > 0);
    if (everything ? !resets : program_.objects[object].changes == 0) return wire;
    const unsigned bits = bits_for(greatest_in_flight(object));
    wire.breaks = add(bits);
    if (budgets_.of(Fault::server_crash) > 0) wire.orphans = add(bits);
    if (options_.channels == Channels::shared) wire.behind = add(bits);
    if (everything || options_.acknowledge == Acknowledge::awaited) wire.acks = add(bits);
    if (budgets_.of(Fault::loss) > 0) wire.unanswered = add(bits);
    wire.delayed = add(unreachable_possible() ? 1 : 0);
    wire.owed = add(!everything && options_.store == StoreOrder::apply_reply_break ? 1 : 0);
    return wire;
  }

  /// A callback follows a promise, and a promise a call; some are doubled, some are sent again.
  [[nodiscard]] std::uint64_t greatest_in_flight(std::uint32_t object) const {
    if (object == program_.everything()) {
      return 2 * std::uint64_t{budgets_.of(Fault::server_crash)} + budgets_.of(Fault::duplicate) + 1;
    }
    const bool one_at_a_time = options_.acknowledge == Acknowledge::awaited &&
                               options_.lock == StoreLock::held &&
                               options_.store == StoreOrder::break_apply_reply && !budgets_.any();
    if (one_at_a_time) return 1;
    const std::uint64_t attempts = 1 + std::uint64_t{budgets_.of(Fault::retransmit)} +
                                   budgets_.of(Fault::server_crash) +
                                   (options_.breaks == BreakSet::scanned ? total_events() : 0);
    return program_.objects[object].changes * attempts + budgets_.of(Fault::duplicate) +
           (unreachable_possible() ? 1 : 0);
  }

  [[nodiscard]] std::uint64_t total_events() const {
    std::uint64_t events = 0;
    for (const AfsProcess& process : program_.processes) events += process.events.size();
    return events;
  }
  [[nodiscard]] bool may_be_absent() const {
    return std::find(program_.may_be_absent.begin(), program_.may_be_absent.end(), true) !=
           program_.may_be_absent.end();
  }
  [[nodiscard]] bool contact() const {
    return options_.callbacks && options_.recovery == Recovery::contact &&
           budgets_.of(Fault::server_crash) > 0;
  }
  [[nodiscard]] bool unreachable_possible() const {
    return options_.callbacks && (budgets_.of(Fault::partition) > 0 || budgets_.of(Fault::client_crash) > 0 ||
                                  budgets_.of(Fault::loss) > 0);
  }
  [[nodiscard]] std::uint64_t last_deadline() const {
    return std::uint64_t{ticks_} + options_.promise + options_.bias + options_.skew;
  }
  [[nodiscard]] unsigned content_bits(std::size_t file) const {
    return program_.content_bits * program_.files[file].blocks;
  }
  [[nodiscard]] unsigned read_bits() const {
    return bits_for(static_cast<std::uint64_t>(program_.greatest_content) + 1);
  }
  [[nodiscard]] unsigned number_bits() const {
    const std::uint64_t executions = greatest_executions(options_, budgets_);
    return numbers_ ? bits_for(std::max<std::uint64_t>(1, program_.greatest_stores * executions)) : 0;
  }
  [[nodiscard]] Field add(unsigned width) { return width == 0 ? Field{} : fields_.layout.add(width); }

  AfsFields& fields_;
  const AfsProgram& program_;
  const AfsOptions& options_;
  const FaultBudgets& budgets_;
  bool numbers_;
  bool messages_;
  std::uint32_t ticks_;
};

}  // namespace

AfsFields::AfsFields(const AfsProgram& program, const AfsOptions& options, const FaultBudgets& budgets,
                     bool numbers, const std::vector<std::vector<bool>>& kept_reads, const Trace& trace)
    : objects(program.objects.size()) {
  content_bits = program.content_bits;
  for (const AfsFile& file : program.files) message_blocks = std::max(message_blocks, file.blocks);
  FieldBuilder builder(*this, program, options, budgets, numbers);
  builder.add_server();
  builder.add_copies();
  builder.add_wires();
  builder.add_calls(kept_reads);
  builder.add_rights(trace);
}

}  // namespace braid::models
