#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/checker/conformance/byte_register.h"
#include "braid/checker/conformance/nfs_history.h"
#include "braid/tracer/recording/time.h"

namespace braid::conformance {
namespace {

using Stamp = GrowingStamp;

/// A client that is silent for so long may have lost what it holds; leases are hardly shorter.
constexpr std::int64_t kShortestLease = 10 * recording::kNanosecondsPerSecond;
/// Accesses of parts of files: more are too dear.
constexpr std::uint64_t kMostPartAccesses = 20'000'000;

std::optional<FileSize::Step> effect_of(const FileSize::Step& step) {
  const bool is_effect = step.kind == FileSize::Kind::extend || step.kind == FileSize::Kind::set ||
                         step.kind == FileSize::Kind::disturb;
  return is_effect ? std::optional(step) : std::nullopt;
}

std::optional<Stamp::Step> effect_of_stamp(const Stamp::Step& step) {
  if (step.kind == Stamp::Kind::tell) return std::nullopt;
  return step.kind == Stamp::Kind::advance ? Stamp::Step{Stamp::Kind::lend, 0} : step;
}

std::optional<ByteRegister::Step> effect_of_bytes(const ByteRegister::Step& step) {
  return step.kind == ByteRegister::Kind::read ? std::nullopt : std::optional(step);
}

std::optional<HeldDelegations::Step> effect_of_delegation(const HeldDelegations::Step& step) {
  return step.kind == HeldDelegations::Kind::open ? std::nullopt : std::optional(step);
}

ByteRegister::Kind kind_of(DataAccess::Kind kind) {
  switch (kind) {
    case DataAccess::Kind::read:
      return ByteRegister::Kind::read;
    case DataAccess::Kind::write:
    case DataAccess::Kind::cut_off:
      return ByteRegister::Kind::write;
    case DataAccess::Kind::write_unstable:
      return ByteRegister::Kind::write_unstable;
    case DataAccess::Kind::commit:
      return ByteRegister::Kind::commit;
  }
  return ByteRegister::Kind::read;
}

std::uint64_t end_of(const DataAccess& access) {
  constexpr std::uint64_t kEnd = ~std::uint64_t{0};
  const bool to_end = access.kind == DataAccess::Kind::cut_off ||
                      (access.kind == DataAccess::Kind::commit && access.length == 0);
  return to_end || access.length > kEnd - access.offset ? kEnd : access.offset + access.length;
}

/// A file's name of its first day, and the part of its handle that differs from others'.
std::string identity_of(const NfsFile& file) {
  std::string handle = file.handle;
  while (handle.size() > 2 && handle.ends_with("00")) handle.resize(handle.size() - 2);
  constexpr std::size_t kMostDigits = 10;
  if (handle.size() > kMostDigits) handle = ".." + handle.substr(handle.size() - kMostDigits);
  return fmt::format("{} (handle {})", file.name, handle);
}

class NfsChecking {
 public:
  NfsChecking(const NfsHistory& history, const MessageCalls& calls, bool others, ObjectChecks& checks,
              std::vector<std::string>& left_out)
      : history_(history), calls_(calls), others_(others), checks_(checks), left_out_(left_out) {}

  void run() {
    lives_ = history_.verifiers.check(calls_, checks_);
    find_silences();
    if (!others_)
      history_.directories.check(
          checks_, [this](std::uint32_t number) { return history_.files[number].name; },
          [this](std::uint32_t number) { return identity_of(history_.files[number]); });
    for (const NfsFile& file : history_.files) {
      check_state(file);
      if (file.is_untracked) continue;
      check_stamp(file, file.mtime, false);
      check_stamp(file, file.change, true);
      if (file.is_directory || others_) continue;
      check_size(file);
      check_data(file);
    }
    if (history_.untracked_calls > 0)
      left_out_.push_back(fmt::format("files with {} calls that copy, preallocate or lay out data",
                                      history_.untracked_calls));
  }

 private:
  void check_size(const NfsFile& file) {
    FileSize machine;
    machine.shrinks = file.shrinks;
    checks_.check(
        machine, [&] { return "the size of " + file.name; }, file.size, {}, effect_of);
  }

  void check_stamp(const NfsFile& file, const std::vector<ObjectCall<Stamp::Step>>& history, bool is_change) {
    Stamp machine;
    machine.strict = is_change;
    machine.is_time = !is_change;
    machine.others = others_;
    machine.goes_back = !is_change && file.mtime_is_set;
    const auto name = [&] {
      return (is_change ? "the change attribute of " : "the modification time of ") + file.name;
    };
    checks_.check(machine, name, history, {}, effect_of_stamp);
  }

  void check_data(const NfsFile& file) {
    const FileParts parts = parts_of(file.data);
    const std::uint64_t cost = cost_of(parts, file.data);
    if (cost > kMostPartAccesses) {
      left_out_.push_back(fmt::format("the data of {}: {} accesses of parts are too many", file.name, cost));
      return;
    }
    const std::vector<ServerStep<ByteRegister::Step>> losses = losses_of(file);
    std::vector<std::vector<ObjectCall<ByteRegister::Step>>> calls(parts.size());
    for (const DataAccess& access : file.data) {
      const auto [first, last] = parts_within(parts, access.offset, end_of(access));
      for (std::size_t k = first; k < last; ++k) {
        ByteRegister::Step step{kind_of(access.kind), kUnknownContent, ByteRegister::kAnyLife};
        if (access.verifier != kNoVerifier) step.life = lives_.life_of[access.verifier];
        // Without a restart nothing is lost.
        if (losses.empty() && step.kind == ByteRegister::Kind::write_unstable)
          step.kind = ByteRegister::Kind::write;
        if (losses.empty() && step.kind == ByteRegister::Kind::commit) continue;
        if (access.kind != DataAccess::Kind::commit) step.content = content_in(access, parts[k], contents_);
        const bool tells_nothing = step.kind == ByteRegister::Kind::read && step.content == kUnknownContent;
        if (!tells_nothing) calls[k].push_back({access.call, access.required, {step}});
      }
    }
    const ByteRegister machine{contents_};
    for (std::size_t k = 0; k < parts.size(); ++k) {
      const auto name = [&] {
        return fmt::format("the bytes from {} to {} of {}", parts[k].first, parts[k].second, file.name);
      };
      checks_.check(machine, name, calls[k], losses, effect_of_bytes);
    }
  }

  [[nodiscard]] std::vector<ServerStep<ByteRegister::Step>> losses_of(const NfsFile& file) const {
    std::vector<ServerStep<ByteRegister::Step>> losses;
    for (const Restart& restart : lives_.restarts) {
      if (restart.server == file.server)
        losses.push_back(
            {restart.start, restart.end, {ByteRegister::Kind::restart, kUnknownContent, restart.life}, true});
    }
    return losses;
  }

  /// Clients that were silent for long.
  void find_silences() {
    expiries_ = history_.expiries;
    for (const auto& [client, starts] : history_.contacts) {
      std::vector<std::int64_t> sorted = starts;
      std::sort(sorted.begin(), sorted.end());
      for (std::size_t k = 0; k < sorted.size(); ++k) {
        const std::int64_t next = k + 1 < sorted.size() ? sorted[k + 1] : kNever;
        if (next == kNever || next - sorted[k] > kShortestLease)
          expiries_.push_back({client, sorted[k] + kShortestLease, next});
      }
    }
  }

  void check_state(const NfsFile& file) {
    const auto client_text = [this](std::uint32_t client) { return calls_.names().text_of(client); };
    std::vector<ServerStep<HeldLocks::Step>> lock_losses;
    std::vector<ServerStep<HeldDelegations::Step>> delegation_losses = file.revocations;
    for (const Expiry& expiry : expiries_) {
      HeldLocks::Lock lock;
      lock.client = expiry.client;
      lock_losses.push_back({expiry.start, expiry.end, {HeldLocks::Kind::expire, lock}});
      delegation_losses.push_back(
          {expiry.start, expiry.end, {HeldDelegations::Kind::expire, {expiry.client, false}}});
    }
    for (const Restart& restart : lives_.restarts) {
      if (restart.server != file.server) continue;
      lock_losses.push_back({restart.start, restart.end, {HeldLocks::Kind::lose, {}}});
      delegation_losses.push_back({restart.start, restart.end, {HeldDelegations::Kind::lose, {}}});
    }
    const auto keep = [](const auto& step) { return std::optional(step); };
    if (!file.locks.empty()) {
      const HeldLocks machine{client_text};
      checks_.check(
          machine, [&] { return "the locks of " + file.name; }, file.locks, lock_losses, keep);
    }
    if (file.delegations.empty()) return;
    const HeldDelegations machine{client_text};
    checks_.check(
        machine, [&] { return "the delegations of " + file.name; }, file.delegations, delegation_losses,
        effect_of_delegation);
  }

  const NfsHistory& history_;
  const MessageCalls& calls_;
  bool others_;
  ObjectChecks& checks_;
  std::vector<std::string>& left_out_;
  Contents contents_;
  ServerLives lives_;
  std::vector<Expiry> expiries_;
};

}  // namespace

std::uint32_t NfsHistory::file(std::uint32_t server, const std::string& handle, const std::string& name) {
  const auto [entry, added] =
      handles.try_emplace(fmt::format("{} {}", server, handle), static_cast<std::uint32_t>(files.size()));
  if (added) {
    files.emplace_back();
    files.back().server = server;
    files.back().name = "handle:" + handle;
    files.back().handle = handle;
  }
  NfsFile& file = files[entry->second];
  if (!name.empty() && file.name.starts_with("handle:")) file.name = name;
  return entry->second;
}

bool may_change(const recording::Record& record) {
  constexpr std::array kReaders = {"NULL",   "GETATTR",  "LOOKUP", "ACCESS",      "READLINK",
                                   "READ",   "READDIR",  "STATFS", "READDIRPLUS", "FSSTAT",
                                   "FSINFO", "PATHCONF", "COMMIT"};
  return std::find(kReaders.begin(), kReaders.end(), record.operation) == kReaders.end();
}

void check(const NfsHistory& history, const MessageCalls& calls, bool others, ObjectChecks& checks,
           std::vector<std::string>& left_out) {
  NfsChecking(history, calls, others, checks, left_out).run();
}

}  // namespace braid::conformance
