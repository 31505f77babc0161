#include "braid/tracer/import/nfs/nfs_decoder.h"

#include <fmt/format.h>

#include "braid/tracer/import/nfs/compound_call.h"
#include "braid/tracer/import/nfs/procedure_call.h"
#include "braid/tracer/import/rpc/rpc_decoder.h"

namespace braid::import::nfs {
namespace {

constexpr std::uint32_t kCompound = 1;
constexpr std::uint32_t kFirstCallback = 0x40000000;

/// A procedure of which no more is known than its number.
const Procedure kUnknown{};

class NfsProtocol final : public rpc::Protocol {
 public:
  NfsProtocol(const ImportOptions& options, Ledger& ledger) : means_{files_, options, ledger} {}

  [[nodiscard]] bool knows(std::uint32_t program) const override { return rpc::is_known_program(program); }

  std::unique_ptr<rpc::CallState> call(const rpc::CallHeader& header, const packets::Address& caller,
                                       const packets::Address& called, const rpc::Body& arguments,
                                       recording::Record& event) override {
    const Program* program = find_program(header.program, header.version);
    const std::string name = program != nullptr ? std::string(program->name)
                                                : fmt::format("{}.{}", header.program, header.version);
    // A mount, and what comes before it, is not what was recorded.
    if (system_.empty() || (!is_nfs_ && header.program == kNfsProgram)) {
      system_ = name;
      is_nfs_ = header.program == kNfsProgram;
    }
    event.arguments.add("program", name);
    if (program != nullptr && program->compounds && header.procedure == kCompound) {
      // A callback is about the caller's files.
      const bool callback = header.program >= kFirstCallback;
      return std::make_unique<CompoundCall>(callback, callback ? caller : called, arguments, event, means_);
    }
    const bool known = program != nullptr && header.procedure < program->procedures.size();
    const Procedure& procedure = known ? program->procedures[header.procedure] : kUnknown;
    event.operation = known ? std::string(procedure.name) : fmt::format("procedure {}", header.procedure);
    return std::make_unique<ProcedureCall>(procedure, called, arguments, event, means_);
  }

  void reply(rpc::CallState& state, const rpc::Body& results, recording::Record& event) override {
    static_cast<Call&>(state).reply(results, event, means_);
  }

  void no_results(rpc::CallState& state, recording::Record& event) override {
    static_cast<Call&>(state).no_results(event, means_);
  }

  [[nodiscard]] const std::string& system() const { return system_; }

 private:
  FileNames files_;
  Means means_;
  std::string system_;
  bool is_nfs_ = false;
};

class NfsDecoder final : public packets::Decoder {
 public:
  NfsDecoder(const ImportOptions& options, Ledger& ledger, packets::Emit emit)
      : names_(options),
        emit_(std::move(emit)),
        protocol_(options, ledger),
        calls_({protocol_, recent_, ledger, names_, emit_}) {}
  NfsDecoder(const NfsDecoder&) = delete;
  NfsDecoder& operator=(const NfsDecoder&) = delete;

  [[nodiscard]] bool take(const packets::Packet& packet) override { return calls_.take(packet); }
  void finish() override { calls_.finish(); }
  [[nodiscard]] std::string system() const override { return protocol_.system(); }

 private:
  packets::HostNames names_;
  packets::Emit emit_;
  rpc::RecentCalls recent_;
  NfsProtocol protocol_;
  rpc::RpcDecoder calls_;
};

}  // namespace

std::unique_ptr<packets::Decoder> make_decoder(const ImportOptions& options, Ledger& ledger,
                                               packets::Emit emit) {
  return std::make_unique<NfsDecoder>(options, ledger, std::move(emit));
}

}  // namespace braid::import::nfs
