// Writes packets of Rx and messages of AFS for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "packets/written_capture.h"

namespace braid::import::test {

inline constexpr std::uint8_t kRxData = 1;
inline constexpr std::uint8_t kRxAbort = 4;
inline constexpr std::uint8_t kFromClient = 1;
inline constexpr std::uint8_t kLast = 4;
inline constexpr std::uint8_t kJumbo = 0x20;

struct RxFields {
  std::uint32_t call = 1;
  std::uint32_t sequence = 1;
  std::uint32_t serial = 1;
  std::uint8_t type = kRxData;
  std::uint8_t flags = kFromClient | kLast;
  std::uint8_t security = 0;
  std::uint16_t service = 1;
  std::uint32_t epoch = 0x80000001;
  std::uint32_t connection = 0x10;
};

[[nodiscard]] std::string rx(const RxFields& fields, std::string_view body = {});

/// A client's packet, from 10.0.0.11:7001 to 10.0.0.1:7000, and a server's, the other way.
[[nodiscard]] std::string asked(std::string_view packet);
[[nodiscard]] std::string answered(std::string_view packet);

/// The packets of a call that has one each way.
[[nodiscard]] std::string request(std::uint32_t call, std::string_view body);
[[nodiscard]] std::string reply(std::uint32_t call, std::string_view body);

[[nodiscard]] std::string xdr_text(std::string_view text);
[[nodiscard]] std::string xdr_fid(std::uint32_t vnode, std::uint32_t unique);  ///< in volume 5
/// AFSFetchStatus of a file (type 1) or directory (2), with mtime 1000, mode 0644, one link, owner 7,
/// group 8.
[[nodiscard]] std::string xdr_status(std::uint32_t type, std::uint32_t size, std::uint32_t version,
                                     std::uint32_t error = 0);
/// AFSCallBack: shared, 60 s.
[[nodiscard]] std::string xdr_callback();
[[nodiscard]] std::string xdr_sync();
/// AFSStoreStatus that sets the mtime to 1000.
[[nodiscard]] std::string xdr_set_mtime();

/// The page of a directory that has one file.
[[nodiscard]] std::string directory_page(std::string_view name, std::uint32_t vnode, std::uint32_t unique);

}  // namespace braid::import::test
