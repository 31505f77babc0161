#include "braid/checker/models/vmm/vmm_system.h"

#include <vector>

#include "braid/checker/models/system_of.h"
#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {
namespace {

SystemDescription description() {
  SystemDescription description;
  description.name = "vmm";
  description.granularity = "step";
  description.key = "vmm";
  description.meaning =
      "a virtual machine monitor and its guests: system calls and TLB misses step by step, natively and "
      "virtualised, CPUs that go over from one process to another, and what the monitor does with frames of "
      "its own "
      "accord";
  description.options = describe(vmm_option_table());
  return description;
}

/// What guests can see: loads and the results of system calls.
std::vector<explore::ObservableId> loads_and_calls(const explore::Signature& signature) {
  std::vector<explore::ObservableId> outcome;
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    const std::string& name = signature.observables[id].name;
    const std::string leaf = name.substr(name.rfind('.') + 1);
    if (signature.observables[id].history && (leaf.starts_with("load") || leaf.starts_with("call")))
      outcome.push_back(id);
  }
  return outcome;
}

}  // namespace

std::unique_ptr<System> vmm_system(Trace trace) {
  return std::make_unique<SystemOf<Vmm>>(std::move(trace), "step", loads_and_calls);
}

std::optional<Trace> native_vmm_trace(const Trace& trace) {
  if (trace.option("run") == "machine") return std::nullopt;
  Trace native = trace;
  std::erase_if(native.options, [](const Option& option) { return option.name != "paging"; });
  native.options.push_back({"run", "machine", trace.system_position});
  native.tasks.clear();
  native.conditions.clear();
  native.expectations.clear();
  return native;
}

const SystemDescription& vmm_description() {
  static const SystemDescription kDescription = description();
  return kDescription;
}

}  // namespace braid::models
