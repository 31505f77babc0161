// The design decisions of NFSv4, as options of the `system` line.
#pragma once

#include <cstdint>
#include <span>

#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/option_table.h"
#include "braid/tracer/trace.h"

namespace braid::models {

enum class Delegations : std::uint8_t { write, read, none };
enum class Revalidate : std::uint8_t { open, never };
enum class ConflictingOpen : std::uint8_t { held, answered };
enum class EarlyRecall : std::uint8_t { awaited, disowned };
enum class LeaseStatus : std::uint8_t { heeded, ignored };
enum class ClientLease : std::uint8_t { counted, ignored };
enum class StateidCheck : std::uint8_t { execution, arrival, none };
enum class ReclaimRecords : std::uint8_t { complete, expiry, none };
enum class Grace : std::uint8_t { enforced, io, none };
enum class LockKind : std::uint8_t { mandatory, advisory };
enum class FreeStateid : std::uint8_t { atomic, unlocked };
enum class CloseSequence : std::uint8_t { ordered, bumped };
enum class RepeatedSlot : std::uint8_t { replayed, executed };
enum class OwnWrites : std::uint8_t { counted, trusted };
enum class Creation : std::uint8_t { exclusive, guarded };
enum class DelegatedFlush : std::uint8_t { recall, close };

struct Nfs4Options {
  Delegations delegations = Delegations::write;
  Revalidate revalidate = Revalidate::open;
  ConflictingOpen conflict = ConflictingOpen::held;
  EarlyRecall early_recall = EarlyRecall::awaited;
  LeaseStatus status = LeaseStatus::heeded;
  ClientLease lease = ClientLease::counted;
  StateidCheck stateid = StateidCheck::execution;
  ReclaimRecords records = ReclaimRecords::complete;
  Grace grace = Grace::enforced;
  LockKind locks = LockKind::mandatory;
  FreeStateid free_stateid = FreeStateid::atomic;
  CloseSequence close = CloseSequence::ordered;
  RepeatedSlot repeated = RepeatedSlot::replayed;
  OwnWrites own_writes = OwnWrites::counted;
  Creation create = Creation::exclusive;
  DelegatedFlush flush = DelegatedFlush::recall;
};

[[nodiscard]] std::span<const OptionSpec> nfs4_option_table();
[[nodiscard]] std::span<const Fault> nfs4_faults();
/// Throws InputError at options that the table does not have.
[[nodiscard]] Nfs4Options nfs4_options(const Trace& trace);

}  // namespace braid::models
