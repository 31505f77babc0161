#include "braid/checker/conformance/conformance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "braid/checker/conformance/afs_history.h"
#include "braid/checker/conformance/lost_calls.h"
#include "braid/checker/conformance/nfs_history.h"
#include "braid/checker/conformance/record_facts.h"
#include "braid/tracer/diagnostic.h"

namespace braid::conformance {
namespace {

using recording::Record;

/// Which protocol a program's calls belong to; "" is none that is checked.
std::string_view protocol_of(std::string_view program) {
  if (program == "nfs2" || program == "nfs3" || program == "nfs4") return program;
  if (program == "nfs4-cb") return "nfs4";
  return program == "afs" || program == "afs-callback" ? "afs2" : "";
}

/// Reads a recording's calls and checks them.
class Conformance {
 public:
  Conformance(import::RecordingReader& reader, const ConformanceOptions& options)
      : reader_(reader), options_(options) {}

  ConformanceVerdict run() {
    verdict_.protocol = options_.protocol;
    read();
    refuse_other_versions();
    calls_.join_transmissions(options_.duplicates);
    ObjectChecks checks(calls_, {options_.most_states, options_.stop});
    check(nfs_, calls_, options_.others, checks, verdict_.left_out);
    check(afs_, calls_, options_.others, checks);
    take(checks);
    answer(checks);
    return std::move(verdict_);
  }

 private:
  void read() {
    Record record;
    bool first = true;
    while (reader_.next(record)) {
      if (first) refuse_other_kinds();
      first = false;
      const std::string program = text_in(record.arguments, "program");
      const std::string_view protocol = protocol_of(program);
      if (protocol.empty()) continue;
      ++seen_[std::string(protocol)];
      if (!wanted(protocol)) continue;
      add(record, program);
    }
    if (first) refuse_other_kinds();
  }

  [[nodiscard]] bool wanted(std::string_view protocol) const {
    return protocol == options_.protocol || (options_.protocol == "nfs" && protocol.starts_with("nfs"));
  }

  void add(const Record& record, std::string_view program) {
    const bool of_afs = program.starts_with("afs");
    // Rx takes a request once, however often it is sent.
    if (of_afs && natural_in(record.arguments, "attempt").value_or(1) > 1) return;
    ++verdict_.calls;
    const std::uint32_t call = calls_.add(record, !of_afs && may_change(record));
    if (record.result.find("unknown") != nullptr) ++unknown_;
    if (of_afs) {
      add_message(afs_, record, call, calls_);
    } else if (program == "nfs4") {
      if (record.arguments.find("operations") != nullptr) add_compound(nfs_, record, call, calls_);
    } else if (program == "nfs4-cb") {
      add_callback(nfs_, record, call, calls_);
    } else {
      add_procedure(nfs_, record, call, calls_);
    }
  }

  [[nodiscard]] std::string recording_name() const {
    return reader_.header().files.empty() ? "the recording" : reader_.header().files.front();
  }

  void refuse_other_kinds() const {
    if (reader_.header().kind == recording::Kind::messages) return;
    throw InputError(
        recording_name(), {},
        fmt::format("--against {} is of messages between clients and servers, and this is a recording of "
                    "the kind {}",
                    options_.protocol, name_of(reader_.header().kind)),
        "a recording of packets with NFS or AFS");
  }

  /// Calls of another version of NFS change the same files.
  void refuse_other_versions() const {
    std::string others;
    for (const auto& [protocol, count] : seen_)
      if (!wanted(protocol))
        others += fmt::format("{}{} of {}", others.empty() ? "" : " and ", count, protocol);
    if (verdict_.calls == 0)
      throw InputError(recording_name(), {},
                       fmt::format("the recording has no calls of {}", options_.protocol),
                       others.empty() ? "packets with NFS or AFS" : "it has " + others);
    if (others.find("nfs") != std::string::npos && options_.protocol.starts_with("nfs"))
      throw InputError(recording_name(), {},
                       fmt::format("beside calls of {} the recording has {}, which change the same files",
                                   options_.protocol, others),
                       "--against nfs looks at all of them");
  }

  void take(ObjectChecks& checks) {
    verdict_.constrained = checks.constrained();
    verdict_.objects = checks.objects();
    verdict_.most_states = checks.most_states();
    verdict_.files = nfs_.files.size() + afs_.files.size();
    for (Finding& finding : checks.findings()) {
      const MessageCall& call = calls_[finding.call];
      verdict_.violations.push_back({std::move(finding.object), calls_.names().text_of(call.actor),
                                     calls_.names().text_of(call.operation), calls_.describe(finding.call),
                                     call.source, call.line, call.end, std::move(finding.states)});
    }
    std::sort(
        verdict_.violations.begin(), verdict_.violations.end(), [](const Violation& a, const Violation& b) {
          return std::tie(a.end, a.source, a.line, a.object) < std::tie(b.end, b.source, b.line, b.object);
        });
    if (options_.others)
      verdict_.left_out.emplace_back(
          "names, sizes and data, which others may change at any time; of AFS, data of one version are "
          "compared");
    if (unknown_ > 0) verdict_.left_out.push_back(fmt::format("{} replies that could not be read", unknown_));
  }

  void answer(ObjectChecks& checks) {
    std::vector<std::string> lost = lost_calls(reader_.skipped());
    if (!reader_.complete()) lost.emplace_back("its footer, so that it may be cut off");
    std::string lacks;
    for (const std::string& kind : lost) lacks += (lacks.empty() ? "" : ", ") + kind;
    using history::Answer;
    if (!verdict_.violations.empty() && lost.empty()) {
      verdict_.answer = Answer::violated;
    } else if (!verdict_.violations.empty()) {
      verdict_.why_unknown = "calls that the recording lacks may explain what follows; it lacks " + lacks;
    } else if (checks.stopped()) {
      verdict_.why_unknown = "the check was stopped";
    } else if (!checks.lost().empty()) {
      verdict_.why_unknown =
          fmt::format("{} of {} objects had more than {} states at once, the first {}", checks.lost().size(),
                      checks.objects(), options_.most_states, checks.lost().front());
    } else if (verdict_.constrained == 0) {
      verdict_.why_unknown = "no reply tells anything that the model knew before";
    } else {
      verdict_.answer = Answer::holds;
      if (!lost.empty()) verdict_.left_out.push_back("what the recording lacks: " + lacks);
    }
  }

  import::RecordingReader& reader_;
  const ConformanceOptions& options_;
  ConformanceVerdict verdict_;
  MessageCalls calls_;
  NfsHistory nfs_;
  AfsHistory afs_;
  std::map<std::string, std::uint64_t> seen_;
  std::uint64_t unknown_ = 0;
};

}  // namespace

const std::vector<std::string_view>& protocols() {
  static const std::vector<std::string_view> names = {"nfs2", "nfs3", "nfs4", "nfs", "afs2"};
  return names;
}

bool is_protocol(std::string_view name) {
  return std::find(protocols().begin(), protocols().end(), name) != protocols().end();
}

ConformanceVerdict check_conformance(import::RecordingReader& reader, const ConformanceOptions& options) {
  return Conformance(reader, options).run();
}

}  // namespace braid::conformance
