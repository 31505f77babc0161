// perf-script(1): tracepoints of KVM's machines, one line each.
#include "braid/tracer/import/guest/guest_memory.h"
#include "braid/tracer/import/guest/kernel_source.h"

namespace braid::import {
namespace {

int recognises(std::string_view head, std::string_view /*file_name*/) {
  return guest::recognise_kernel_lines(head, guest::read_perf_line);
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return guest::open_kernel_recordings(std::move(inputs), guest::read_perf_line, options, ledger);
}

}  // namespace

const Format& perf_script_format() {
  static const Format format{"perf-script", "perf script: KVM's machines", recognises, open,
                             guest::is_memory_map};
  return format;
}

}  // namespace braid::import
