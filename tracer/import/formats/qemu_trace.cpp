// QEMU's log trace backend (docs/devel/tracing.rst): `16188@1795355165.673118:kvm_run_exit cpu_index 0,
// reason 2`.
#include <fmt/format.h>

#include <array>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/guest/guest_lines.h"
#include "braid/tracer/import/guest/kernel_event.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

constexpr unsigned kPageBits = 12;

struct TraceLine {
  std::uint64_t thread = 0;
  recording::Time time;
  std::string_view event;
  std::string_view text;
};

std::optional<TraceLine> read_line(std::string_view line) {
  const std::size_t at = line.find('@');
  const std::size_t colon = line.find(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon < at) return std::nullopt;
  const auto thread = read_number<std::uint64_t>(line.substr(0, at));
  const auto time = recording::parse_time(line.substr(at + 1, colon - at - 1));
  std::string_view rest = line.substr(colon + 1);
  const std::string_view event = take_word(rest);
  if (!thread || !time || event.empty()) return std::nullopt;
  return TraceLine{*thread, *time, event, rest};
}

bool describe_run_exit(const guest::EventText& text, recording::Record& record) {
  // include/uapi/linux/kvm.h
  constexpr std::array<std::string_view, 11> kReasons = {
      "KVM_EXIT_UNKNOWN",  "KVM_EXIT_EXCEPTION",  "KVM_EXIT_IO",   "KVM_EXIT_HYPERCALL",
      "KVM_EXIT_DEBUG",    "KVM_EXIT_HLT",        "KVM_EXIT_MMIO", "KVM_EXIT_IRQ_WINDOW_OPEN",
      "KVM_EXIT_SHUTDOWN", "KVM_EXIT_FAIL_ENTRY", "KVM_EXIT_INTR"};
  const auto vcpu = text.number("cpu_index", 10);
  const auto reason = text.number("reason", 10);
  if (!vcpu || !reason) return false;
  record.operation = "exit";
  record.arguments.add("vcpu", *vcpu);
  if (*reason < kReasons.size()) record.arguments.add("kind", kReasons[*reason]);
  record.arguments.add("code", *reason);
  return true;
}

bool describe_memory(const guest::EventText& text, recording::Record& record) {
  // KVM_MEM_READONLY, include/uapi/linux/kvm.h
  constexpr std::uint64_t kReadOnly = 2;
  const auto slot = text.number("Slot#", 10);
  const auto flags = text.number("flags=", 16);
  const auto guest_address = text.number("gpa=", 16);
  const auto size = text.number("size=", 16);
  const auto address = text.number("ua=", 16);
  if (!slot || !flags || !guest_address || !size || !address) return false;
  record.operation = "memory";
  recording::Fields& fields = record.arguments;
  fields.add("slot", *slot);
  fields.add("guest_frame", *guest_address >> kPageBits);
  fields.add("frames", *size >> kPageBits);
  fields.add("address", guest::hexadecimal(*address));
  fields.add("writable", (*flags & kReadOnly) == 0);
  if (const auto result = read_number<std::int64_t>(text.behind("ret="))) fields.add("code", *result);
  return true;
}

class QemuTraceSource final : public guest::GuestLines {
 public:
  QemuTraceSource(Input input, std::uint64_t source, Ledger& ledger)
      : GuestLines(std::move(input), source, "kvm", "guest", ledger) {}

 private:
  bool take(std::string_view line, recording::Record& record) override {
    constexpr std::size_t kMostName = 64;
    const auto parts = read_line(line);
    if (!parts) {
      skip("lines that are no event", line);
      return false;
    }
    record.process = parts->thread;
    record.start = parts->time;
    record.arguments.add("event", parts->event);
    const guest::EventText text(parts->text);
    const bool known = (parts->event == "kvm_run_exit" && describe_run_exit(text, record)) ||
                       (parts->event == "kvm_set_user_memory" && describe_memory(text, record));
    if (!known) skip(fmt::format("events {}", parts->event.substr(0, kMostName)), line);
    return known;
  }
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  return read_line(head.substr(0, head.find_first_of("\r\n"))) ? 95 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& /*options*/,
                                   Ledger& ledger) {
  return open_each<QemuTraceSource>(std::move(inputs), ledger);
}

}  // namespace

const Format& qemu_trace_format() {
  static const Format format{"qemu-trace", "QEMU's -trace with the log backend: KVM's exits and memory",
                             recognises, open};
  return format;
}

}  // namespace braid::import
