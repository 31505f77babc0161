#include "braid/checker/cost/file_facts.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace braid::cost {
namespace {

using explore::Observable;
using explore::Signature;

std::vector<std::string_view> split(std::string_view name) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t dot = name.find('.');
    parts.push_back(name.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    name.remove_prefix(dot + 1);
  }
}

/// The number behind a letter, `c12`.
std::optional<std::uint32_t> numbered(std::string_view part, char letter) {
  if (part.size() < 2 || part.front() != letter) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : part.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = 10 * number + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

/// What an observable is about, by its name: `c0.cache.f.2.dirty` is `cache.dirty` of client 0 and block 2.
struct Subject {
  std::optional<std::uint32_t> client;
  std::optional<std::uint32_t> process;
  std::optional<std::uint32_t> block;
  std::string what;
};

Subject subject_of(std::string_view name) {
  Subject subject;
  bool after_file = false;
  for (const std::string_view part : split(name)) {
    const bool names_block = after_file && !part.empty() && part.front() >= '0' && part.front() <= '9';
    after_file = part == kFileOfRuns;
    if (after_file) {
      if (!subject.block) subject.block = 0;
    } else if (names_block) {
      subject.block = numbered(fmt::format("b{}", part), 'b');
    } else if (!subject.client && numbered(part, 'c')) {
      subject.client = numbered(part, 'c');
    } else if (subject.client && !subject.process && numbered(part, 'p')) {
      subject.process = numbered(part, 'p');
    } else {
      subject.what += fmt::format("{}{}", subject.what.empty() ? "" : ".", part);
    }
  }
  return subject;
}

/// Which of the server's facts a client's is compared with; nothing where it stands for itself.
std::optional<std::string> counterpart(const Subject& subject) {
  if (subject.what == "cache.data" || subject.what == "cache.version") return "server";
  if (subject.what == "cache.number") return "server.number";
  if (subject.what == "attributes") return "server.change";
  return std::nullopt;
}

/// Reads facts off a run's last state.
class FactReader {
 public:
  FactReader(const Signature& signature, const PricedRun& priced, const std::vector<std::uint32_t>& processes,
             std::uint32_t blocks)
      : observed_(priced.observed),
        in_memory_(priced.in_memory),
        on_disk_(signature.caches_on_disk),
        processes_(processes),
        blocks_(blocks) {
    const std::vector<std::int64_t>& observed = priced.observed;
    for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
      const Observable& observable = signature.observables[id];
      if (observable.history) continue;
      const Subject subject = subject_of(observable.name);
      if (!subject.client && subject.what.starts_with("server")) {
        server_[{subject.what, subject.block.value_or(0)}] = observed[id];
      }
      if (subject.what == "cache.present" && observed[id] != 0)
        present_[{subject.client.value_or(0), subject.block.value_or(0)}] = true;
      subjects_.emplace_back(id, subject);
    }
  }

  void read(FileRun& run) const {
    const auto clients = static_cast<std::uint32_t>(processes_.size());
    run.clients.resize(clients);
    std::vector<std::vector<std::string>> of_process(clients);
    for (std::uint32_t client = 0; client < clients; ++client) {
      run.clients[client].blocks.resize(blocks_);
      of_process[client].resize(processes_[client]);
    }
    for (const auto& [id, subject] : subjects_) {
      const std::string fact = fact_of(id, subject);
      if (fact.empty()) continue;
      if (!subject.client) {
        run.server += fact;
      } else if (subject.process) {
        of_process[*subject.client][*subject.process] += fact;
      } else if (subject.block && blocks_ > 1) {
        run.clients[*subject.client].blocks[*subject.block] += fact;
      } else {
        run.clients[*subject.client].client += fact;
      }
    }
    for (std::uint32_t client = 0; client < clients; ++client) {
      if (on_disk_ && present_.contains({client, 0}) && in_memory_[client].empty())
        run.clients[client].client += "disk;";  // what was never read or written, as an empty copy
      for (ClientFacts::Session& session : run.clients[client].sessions)
        session.facts = std::move(of_process[client][session.process]);
      for (const std::string& left : of_process[client]) run.clients[client].client += left;
    }
  }

 private:
  /// Empty where it is nothing, false, or of no meaning.
  [[nodiscard]] std::string fact_of(explore::ObservableId id, const Subject& subject) const {
    const std::int64_t value = observed_[id];
    if (!subject.client) {
      // The server's contents, and how often they were changed, are what clients' are compared with.
      const bool compared = subject.what == "server" || subject.what == "server.version" ||
                            subject.what == "server.number" || subject.what == "server.change";
      return compared || value == 0 ? std::string() : fmt::format("{}={};", subject.what, value);
    }
    if (subject.what == "got") return {};  // which version a process has read last
    const std::uint32_t block = subject.block.value_or(0);
    if (const auto server = counterpart(subject)) {
      const bool of_copy = subject.what != "attributes";
      if (of_copy && !present_.contains({*subject.client, block})) return {};
      const auto its = server_.find({*server, block});
      const bool equal = its != server_.end() && its->second == value;
      return equal ? std::string() : subject.what + "=old;";
    }
    return value == 0 ? std::string() : fmt::format("{}={};", subject.what, value);
  }

  const std::vector<std::int64_t>& observed_;
  const std::vector<std::vector<std::uint32_t>>& in_memory_;
  bool on_disk_;
  const std::vector<std::uint32_t>& processes_;
  std::uint32_t blocks_;
  std::map<std::pair<std::string, std::uint32_t>, std::int64_t> server_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> present_;
  std::vector<std::pair<explore::ObservableId, Subject>> subjects_;
};

}  // namespace

void read_facts(const Signature& signature, const PricedRun& priced,
                const std::vector<std::uint32_t>& processes, std::uint32_t blocks, FileRun& run) {
  FactReader(signature, priced, processes, blocks).read(run);
}

}  // namespace braid::cost
