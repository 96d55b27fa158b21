"""A load of a few connections that each ask again as soon as they are answered; loopback only."""

import asyncio
import socket
import time


def request(path: str, body: bytes | None = None, token: str | None = None) -> bytes:
    """The bytes of one HTTP/1.1 request to this machine."""
    head = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token:
        head.append(f"Authorization: Bearer {token}")
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + (body or b"")


async def answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head[:16]:
        raise RuntimeError(head.decode())
    at = head.lower().index(b"content-length:") + 15
    return await reader.readexactly(int(head[at : head.index(b"\r\n", at)]))


async def load(port: int, asked: bytes, connections: int, seconds: float) -> float:
    """Answers a second."""
    until = time.perf_counter() + seconds
    done = 0

    async def ask_again() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            writer.write(asked)
            await answer(reader)
            done += 1
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(ask_again() for _ in range(connections)))
    return done / (time.perf_counter() - began)


async def once(port: int, asked: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(asked)
    found = await answer(reader)
    writer.close()
    return found
