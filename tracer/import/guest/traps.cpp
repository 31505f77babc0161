// Events of KVM's entries and exits, and of what the exits were for (arch/x86/kvm/trace.h).
#include <fmt/format.h>

#include <array>

#include "braid/tracer/import/guest/descriptions.h"
#include "braid/tracer/import/words.h"

namespace braid::import::guest {
namespace {

constexpr std::string_view kReinjected = " [reinjected]";

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

std::optional<std::uint64_t> take_hexadecimal(std::string_view& text) {
  std::string_view word = take_word(text);
  if (word.starts_with("0x")) word.remove_prefix(2);
  return read_number<std::uint64_t>(word, 16);
}

/// The x86 exceptions by vector (Intel SDM 3A, 6.15), as KVM prints them.
std::string exception_name(std::uint64_t vector) {
  constexpr std::array<std::string_view, 22> kNames = {"#DE", "#DB", "",    "#BP", "#OF", "#BR", "#UD", "#NM",
                                                       "#DF", "",    "#TS", "#NP", "#SS", "#GP", "#PF", "",
                                                       "#MF", "#AC", "#MC", "#XM", "#VE", "#CP"};
  if (vector < kNames.size() && !kNames[vector].empty()) return std::string(kNames[vector]);
  return fmt::format("{:#x}", vector);
}

/// `msr_read c0000080 = 0xd01`, `cr_write 3 = 0x2000`, perhaps ` (#GP)`.
bool describe_register(std::string_view text, std::string_view kind, recording::Record& record) {
  const bool refused = take_suffix(text, " (#GP)");
  std::string_view mode = take_word(text);
  if (!mode.starts_with(kind) || !mode.substr(kind.size()).starts_with('_')) return false;
  mode.remove_prefix(kind.size() + 1);
  const auto number = take_hexadecimal(text);
  if (!number || take_word(text) != "=" || (mode != "read" && mode != "write")) return false;
  const auto value = take_hexadecimal(text);
  if (!value) return false;
  record.operation = "register";
  recording::Fields& fields = record.arguments;
  fields.add("kind", kind);
  fields.add("mode", mode);
  fields.add("address", hexadecimal(*number));
  fields.add("value", hexadecimal(*value));
  if (refused) fields.add("refused", true);
  return true;
}

}  // namespace

bool describe_ioctl(const EventText& text, recording::Record& record) {
  // _IO(0xAE, 0x80), include/uapi/linux/kvm.h.
  constexpr std::uint64_t kKvmRun = 0xae80;
  const auto descriptor = text.number("fd:", 16);
  if (!descriptor || text.number("cmd:", 16) != kKvmRun) return false;
  record.operation = "enter";
  record.arguments.add("descriptor", *descriptor);
  return true;
}

bool describe_userspace_exit(const EventText& text, recording::Record& record) {
  if (text.unformatted()) {
    const auto reason = text.number("reason=", 10);
    if (!reason) return false;
    record.operation = "exit";
    record.arguments.add("code", *reason);
    return true;
  }
  std::string_view rest = text.text();
  if (take_word(rest) != "reason") return false;
  const std::string_view kind = take_word(rest);
  std::string_view code = take_word(rest);
  if (kind.empty() || !code.starts_with('(') || !code.ends_with(')')) return false;
  const auto number = read_number<std::int64_t>(code.substr(1, code.size() - 2));
  if (!number) return false;
  record.operation = "exit";
  record.arguments.add("kind", kind);
  record.arguments.add("code", *number);
  return true;
}

bool describe_entry(const EventText& text, recording::Record& record) {
  const bool bare = text.unformatted();
  const auto vcpu = text.number(bare ? "vcpu_id=" : "vcpu", 10);
  const auto address = text.number(bare ? "rip=" : "rip", bare ? 10 : 16);
  if (!vcpu) return false;
  record.operation = "return";
  record.arguments.add("vcpu", *vcpu);
  if (address) record.arguments.add("address", hexadecimal(*address));
  return true;
}

bool describe_exit(const EventText& text, recording::Record& record) {
  recording::Fields& fields = record.arguments;
  record.operation = "trap";
  if (text.unformatted()) {
    const auto reason = text.number("exit_reason=", 10);
    const auto address = text.number("guest_rip=", 10);
    if (!reason || !address) return false;
    if (const auto vcpu = text.number("vcpu_id=", 10)) fields.add("vcpu", *vcpu);
    fields.add("code", *reason);
    fields.add("address", hexadecimal(*address));
    if (const auto info = text.number("info1=", 10)) fields.add("information", hexadecimal(*info));
    return true;
  }
  const std::string_view kind = text.behind("reason");
  const auto address = text.number("rip", 16);
  if (kind.empty() || !address) return false;
  if (const auto vcpu = text.number("vcpu", 10)) fields.add("vcpu", *vcpu);
  fields.add("kind", kind);
  fields.add("address", hexadecimal(*address));
  if (const auto info = text.number("info1", 16)) fields.add("information", hexadecimal(*info));
  return true;
}

bool describe_page_fault(const EventText& text, recording::Record& record) {
  const bool bare = text.unformatted();
  const int base = bare ? 10 : 16;
  const auto address = text.number(bare ? "fault_address=" : "address", base);
  const auto code = text.number(bare ? "error_code=" : "error_code", base);
  if (!address || !code) return false;
  record.operation = "fault";
  record.arguments.add("address", hexadecimal(*address));
  add_fault(record.arguments, *code);
  return true;
}

bool describe_injected_exception(const EventText& text, recording::Record& record) {
  record.operation = "inject";
  recording::Fields& fields = record.arguments;
  if (text.unformatted()) {
    const auto vector = text.number("exception=", 10);
    const auto has_code = text.number("has_error=", 10);
    const auto code = text.number("error_code=", 10);
    const auto reinjected = text.number("reinjected=", 10);
    if (!vector || !has_code || !code || !reinjected) return false;
    fields.add("kind", exception_name(*vector));
    if (*has_code != 0) fields.add("error_code", *code);
    if (*reinjected != 0) fields.add("reinjected", true);
    return true;
  }
  std::string_view rest = text.text();
  const bool reinjected = take_suffix(rest, kReinjected);
  const std::string_view kind = take_word(rest);
  std::string_view code = take_word(rest);
  if (kind.empty() || !take_word(rest).empty()) return false;
  fields.add("kind", kind);
  if (!code.empty()) {
    if (!code.starts_with('(') || !code.ends_with(')')) return false;
    code = code.substr(1, code.size() - 2);
    const auto number = take_hexadecimal(code);
    if (!number) return false;
    fields.add("error_code", *number);
  }
  if (reinjected) fields.add("reinjected", true);
  return true;
}

bool describe_injected_interrupt(const EventText& text, recording::Record& record) {
  record.operation = "inject";
  recording::Fields& fields = record.arguments;
  std::optional<std::uint64_t> vector;
  bool soft = false;
  bool reinjected = false;
  if (text.unformatted()) {
    vector = text.number("vector=", 10);
    soft = text.number("soft=", 10).value_or(0) != 0;
    reinjected = text.number("reinjected=", 10).value_or(0) != 0;
  } else {
    std::string_view rest = text.text();
    reinjected = take_suffix(rest, kReinjected);
    soft = take_word(rest) == "Soft/INTn";
    vector = take_hexadecimal(rest);
  }
  if (!vector) return false;
  fields.add("kind", soft ? "software interrupt" : "interrupt");
  fields.add("vector", *vector);
  if (reinjected) fields.add("reinjected", true);
  return true;
}

bool describe_emulated_instruction(const EventText& text, recording::Record& record) {
  // `0:ffffffff80100000:0f 0b (prot64)`, perhaps ` failed`.
  if (text.unformatted()) return false;
  std::string_view rest = text.text();
  const bool failed = take_suffix(rest, " failed");
  const std::size_t first = rest.find(':');
  const std::size_t second = first == std::string_view::npos ? first : rest.find(':', first + 1);
  const std::size_t open = rest.rfind(" (");
  if (second == std::string_view::npos || open == std::string_view::npos || open < second ||
      !rest.ends_with(')'))
    return false;
  const auto base = read_number<std::uint64_t>(rest.substr(0, first), 16);
  const auto address = read_number<std::uint64_t>(rest.substr(first + 1, second - first - 1), 16);
  if (!base || !address) return false;
  record.operation = "emulate";
  recording::Fields& fields = record.arguments;
  fields.add("address", hexadecimal(*address));
  if (*base != 0) fields.add("base", hexadecimal(*base));
  fields.add("instruction", rest.substr(second + 1, open - second - 1));
  fields.add("mode", rest.substr(open + 2, rest.size() - open - 3));
  if (failed) fields.add("failed", true);
  return true;
}

bool describe_hypercall(const EventText& text, recording::Record& record) {
  const bool bare = text.unformatted();
  const auto number = text.number(bare ? "nr=" : "nr", bare ? 10 : 16);
  if (!number) return false;
  record.operation = "trap";
  record.arguments.add("kind", "hypercall");
  record.arguments.add("number", *number);
  return true;
}

bool describe_port(const EventText& text, recording::Record& record) {
  const bool bare = text.unformatted();
  const auto port = text.number(bare ? "port=" : "at", bare ? 10 : 16);
  const auto size = text.number(bare ? "size=" : "size", 10);
  const auto count = text.number(bare ? "count=" : "count", 10);
  const auto value = text.number(bare ? "val=" : "val", bare ? 10 : 16);
  const bool writes = bare ? text.number("rw=", 10).value_or(0) != 0 : text.has_word("pio_write");
  if (!port || !size || !count || !value || (!bare && !writes && !text.has_word("pio_read"))) return false;
  record.operation = "io";
  recording::Fields& fields = record.arguments;
  fields.add("kind", "port");
  fields.add("mode", writes ? "write" : "read");
  fields.add("address", hexadecimal(*port));
  fields.add("size", *size);
  fields.add("count", *count);
  fields.add("value", hexadecimal(*value));
  return true;
}

bool describe_mmio(const EventText& text, recording::Record& record) {
  if (text.unformatted()) return false;
  std::string_view rest = text.text();
  if (take_word(rest) != "mmio") return false;
  const std::string_view mode = take_word(rest);
  const auto size = text.number("len", 10);
  const auto address = text.number("gpa", 16);
  const auto value = text.number("val", 16);
  if (!size || !address || !value) return false;
  record.operation = "io";
  recording::Fields& fields = record.arguments;
  fields.add("kind", "memory");
  fields.add("mode", mode);
  fields.add("address", hexadecimal(*address));
  fields.add("size", *size);
  fields.add("value", hexadecimal(*value));
  return true;
}

bool describe_msr(const EventText& text, recording::Record& record) {
  return describe_register(text.text(), "msr", record);
}

bool describe_control_register(const EventText& text, recording::Record& record) {
  return describe_register(text.text(), "cr", record);
}

}  // namespace braid::import::guest
