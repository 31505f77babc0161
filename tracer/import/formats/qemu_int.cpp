// QEMU's -d int,mmu of its own translation (TCG): the traps of MIPS and x86 guests, as QEMU 7.2 prints them
// (target/mips/tcg/sysemu/tlb_helper.c, target/i386/tcg/). There are no times: the clock is the line.
#include <fmt/format.h>

#include <array>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/guest/guest_lines.h"
#include "braid/tracer/import/guest/kernel_event.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

using guest::hexadecimal;
using Number = std::optional<std::uint64_t>;

constexpr std::string_view kRaised = "do_raise_exception_err: ";
constexpr std::string_view kEntered = "mips_cpu_do_interrupt enter: ";
constexpr std::string_view kInterrupted = "mips_cpu_do_interrupt: ";
constexpr std::string_view kState = "    S ";
constexpr std::string_view kFill = "mips_cpu_tlb_fill address=";
constexpr std::string_view kReturn = "ERET: ";
constexpr std::string_view kReturned = "  =>  PC ";
constexpr std::string_view kStatus = "Status ";
constexpr std::string_view kVector = ": v=";
constexpr std::string_view kServicing = "Servicing hardware INT=0x";
constexpr std::string_view kCheck = "check_exception old: 0x";
constexpr std::string_view kReset = "CPU Reset (CPU ";
constexpr std::string_view kUpdate = " update: CR";

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// The hexadecimal digits behind a label, perhaps with 0x.
Number behind(std::string_view text, std::string_view label) {
  const std::size_t at = text.find(label);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + label.size());
  (void)take_prefix(text, "0x");
  return read_number<std::uint64_t>(text.substr(0, text.find_first_not_of("0123456789abcdef")), 16);
}

/// `RAX=...`, `ES =...`: of a dump of all registers.
bool is_register_line(std::string_view line) {
  const std::size_t equals = line.find('=');
  return equals > 1 && equals <= 6 &&
         line.substr(0, equals).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ") ==
             std::string_view::npos;
}

bool is_vector_line(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  return digits > 0 && line.substr(digits).starts_with(kVector);
}

class QemuSource final : public QueuedSource {
 public:
  QemuSource(Input input, std::uint64_t source, Ledger& ledger)
      : lines_(std::move(input)),
        source_(source),
        ledger_(ledger),
        actor_(guest::actor_of_file(lines_.input().name(), "guest")) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.kind = recording::Kind::guest;
    header.system = "qemu";
    header.clock = recording::Clock::position;
    return header;
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) {
      finish();
      return false;
    }
    ledger_.read_unit();
    if (line.empty() || continues(line)) return true;
    finish();
    ledger_.found();
    pending_ = begun();
    expected_ = Expected::nothing;
    if (!read_mips(line) && !read_x86(line)) {
      pending_.reset();
      ledger_.skip("lines that are no event", lines_.number(), line, source_);
    } else if (expected_ == Expected::nothing) {
      finish();
    }
    return true;
  }

 private:
  /// What the next line of an event may be.
  enum class Expected : std::uint8_t { nothing, entered, interrupted, state, returned, registers };

  recording::Record begun() const {
    recording::Record record;
    record.actor = actor_;
    record.source = source_;
    record.line = lines_.number();
    record.start = recording::seconds(static_cast<std::int64_t>(lines_.number()));
    return record;
  }

  void finish() {
    if (!pending_) return;
    if (expected_ != Expected::nothing && expected_ != Expected::registers)
      ledger_.note("events of which lines are missing");
    ledger_.event();
    emit(std::move(*pending_));
    pending_.reset();
  }

  recording::Fields& fields() { return pending_->arguments; }

  void begin(std::string_view operation, std::string_view event, Expected expected = Expected::nothing) {
    pending_->operation = operation;
    fields().add("event", event);
    expected_ = expected;
  }

  void add_address(std::string_view name, Number number) {
    if (number) fields().add(name, hexadecimal(*number));
  }

  void add_number(std::string_view name, Number number) {
    if (number) fields().add(name, *number);
  }

  /// Whether the line is a further one of the pending event.
  bool continues(std::string_view line) {
    if (!pending_) return false;
    switch (expected_) {
      case Expected::entered:
        if (!line.starts_with(kEntered)) return false;
        add_address("address", behind(line, "PC "));
        expected_ = Expected::interrupted;
        return true;
      case Expected::interrupted:
        if (!line.starts_with(kInterrupted)) return false;
        add_address("handler", behind(line, ": PC "));
        add_address("return_address", behind(line, " EPC "));
        if (const std::size_t cause = line.rfind(" cause "); cause != std::string_view::npos)
          add_number("cause", read_number<std::uint64_t>(line.substr(cause + 7)));
        expected_ = Expected::state;
        return true;
      case Expected::state:
        if (!line.starts_with(kState)) return false;
        add_address("status", behind(line, " S "));
        add_address("bad_address", behind(line, " A "));
        expected_ = Expected::nothing;
        finish();
        return true;
      case Expected::returned:
        if (!line.starts_with(kReturned)) return false;
        add_address("address", behind(line, "PC "));
        fields().add("mode", line.ends_with(", UM")   ? "user"
                             : line.ends_with(", SM") ? "supervisor"
                                                      : "kernel");
        expected_ = Expected::nothing;
        finish();
        return true;
      case Expected::registers:
        if (!is_register_line(line)) return false;
        if (fields().find("root") == nullptr) add_address("root", behind(line, " CR3="));
        return true;
      case Expected::nothing:
        return false;
    }
    return false;
  }

  bool read_mips(std::string_view line) {
    if (take_prefix(line, kRaised)) {
      // `26 (TLB load) 1`
      const std::size_t open = line.find('(');
      const std::size_t close = line.rfind(')');
      if (open == std::string_view::npos || close == std::string_view::npos || close < open) return false;
      begin("trap", "exception", Expected::entered);
      fields().add("kind", line.substr(open + 1, close - open - 1));
      std::string_view code = line.substr(close + 1);
      add_number("error_code", take_number<std::uint64_t>(code));
      return true;
    }
    if (take_prefix(line, kEntered)) return read_entered(line);
    if (take_prefix(line, kFill)) return read_fill(line);
    if (line.starts_with(kReturn)) {
      begin("return", "ERET", Expected::returned);
      add_address("from", behind(line, " PC "));
      return true;
    }
    if (!line.starts_with(kStatus)) return false;
    const Number value = behind(line, " => ");
    if (!value) return false;
    begin("register", "Status");
    fields().add("kind", "status");
    fields().add("mode", "write");
    add_address("value", value);
    add_address("old_value", behind(line, kStatus));
    return true;
  }

  /// An exception that is not raised by an instruction: `PC V EPC R NAME exception`.
  bool read_entered(std::string_view line) {
    constexpr std::string_view kException = " exception";
    const Number address = behind(line, "PC ");
    (void)take_word(line), (void)take_word(line), (void)take_word(line), (void)take_word(line);
    if (!address || line.size() < kException.size() + 2 || !line.ends_with(kException)) return false;
    begin("trap", "exception", Expected::interrupted);
    fields().add("kind", line.substr(1, line.size() - kException.size() - 1));
    add_address("address", address);
    return true;
  }

  /// `400034 ret -2`, `62ec90 physical 0000000007e08c90 prot 5`.
  bool read_fill(std::string_view line) {
    constexpr std::uint64_t kUnmappedBegin = 0x80000000;
    constexpr std::uint64_t kUnmappedEnd = 0xc0000000;
    const auto address = read_number<std::uint64_t>(take_word(line), 16);
    const std::string_view word = take_word(line);
    if (!address) return false;
    if (word == "ret") {
      const auto code = take_number<std::int64_t>(line);
      if (!code) return false;
      begin("tlb-miss", "tlb_fill");
      add_address("address", address);
      fields().add("kind", *code == -2   ? "missing"
                           : *code == -3 ? "invalid"
                           : *code == -4 ? "clean"
                                         : "other");
      fields().add("code", *code);
      return true;
    }
    const auto physical = read_number<std::uint64_t>(take_word(line), 16);
    if (word != "physical" || !physical || take_word(line) != "prot") return false;
    const auto protection = take_number<std::uint32_t>(line);
    if (!protection) return false;
    // Compatibility addresses are sign-extended: ffffffff80000000.
    const std::uint64_t low = *address & 0xffffffffU;
    begin("tlb-fill", "tlb_fill");
    add_address("address", address);
    add_address("physical", physical);
    fields().add("guest_frame", *physical >> 12U);
    fields().add("kind", low >= kUnmappedBegin && low < kUnmappedEnd ? "unmapped" : "mapped");
    fields().add("readable", (*protection & 1U) != 0);
    fields().add("writable", (*protection & 2U) != 0);
    fields().add("executable", (*protection & 4U) != 0);
    return true;
  }

  bool read_x86(std::string_view line) {
    if (is_vector_line(line)) return read_vector(line);
    if (line.starts_with(kServicing)) {
      begin("interrupt", "Servicing hardware INT");
      add_number("vector", behind(line, "INT="));
      return true;
    }
    if (line.starts_with(kCheck)) {
      begin("raise", "check_exception");
      const Number old = behind(line, "old: ");
      if (old && *old != 0xffffffffU) fields().add("old_vector", *old);
      add_number("vector", behind(line, "new "));
      return true;
    }
    if (take_prefix(line, kReset)) {
      begin("reset", "CPU Reset", Expected::registers);
      add_number("vcpu", read_number<std::uint64_t>(line.substr(0, line.find(')'))));
      return true;
    }
    if (line == "SMM: enter" || line == "SMM: after RSM") {
      begin(line == "SMM: enter" ? "trap" : "return", line, Expected::registers);
      fields().add("kind", "SMM");
      return true;
    }
    if (!line.starts_with("CR") || line.find(kUpdate) != 3) return false;
    const Number value = behind(line.substr(4), "=");
    if (!value) return false;
    const bool root = line[2] == '3';
    begin(root ? "switch" : "register", line.substr(0, 10));
    fields().add("kind", root ? "address space" : line.substr(0, 3));
    add_address(root ? "root" : "value", value);
    return true;
  }

  /// `529: v=80 e=0000 i=1 cpl=3 IP=0023:... pc=... SP=... env->regs[R_EAX]=...`, `CR2=...`.
  bool read_vector(std::string_view line) {
    constexpr std::uint64_t kPageFault = 0xe;
    constexpr std::uint64_t kFirstInterrupt = 0x20;
    const Number vector = behind(line, " v=");
    const Number software = behind(line, " i=");
    const Number level = behind(line, " cpl=");
    if (!vector || !software || !level) return false;
    begin("trap", fmt::format("v={:02x}", *vector), Expected::registers);
    fields().add("kind", *software != 0               ? "system call"
                         : *vector == kPageFault      ? "page fault"
                         : *vector >= kFirstInterrupt ? "interrupt"
                                                      : "exception");
    fields().add("vector", *vector);
    add_number("error_code", behind(line, " e="));
    fields().add("privilege", *level);
    add_address("address", behind(line, " pc="));
    add_address("bad_address", behind(line, " CR2="));
    add_address("value", behind(line, "[R_EAX]="));
    return true;
  }

  LineReader lines_;
  std::uint64_t source_;
  Ledger& ledger_;
  std::string actor_;
  std::optional<recording::Record> pending_;
  Expected expected_ = Expected::nothing;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  constexpr std::array kStarts = {kRaised, kEntered, kFill, kReturn, kServicing, kCheck, kReset};
  constexpr int kMostLines = 200;
  for (int lines = 0; lines < kMostLines && !head.empty(); ++lines) {
    const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
    head.remove_prefix(std::min(head.find('\n'), head.size() - 1) + 1);
    const bool own = std::any_of(kStarts.begin(), kStarts.end(),
                                 [&](std::string_view start) { return line.starts_with(start); });
    if (own || line == "SMM: enter" || line.starts_with("CR3 update: CR3=")) return 95;
    if (is_vector_line(line)) return 95;
    if (!line.empty() && !is_register_line(line) && !line.starts_with(kStatus)) return 0;
  }
  return 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& /*options*/,
                                   Ledger& ledger) {
  return open_each<QemuSource>(std::move(inputs), ledger);
}

}  // namespace

const Format& qemu_int_format() {
  static const Format format{"qemu-int", "QEMU -d int,mmu of MIPS and x86 guests", recognises, open};
  return format;
}

}  // namespace braid::import
