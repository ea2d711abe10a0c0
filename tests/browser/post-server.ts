// A web server of the test that takes posts as the intake does: stores them, and answers 303 to a page of thanks.
// It keeps what came exactly, and judges nothing.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A post, its body decoded as browsers encode forms (application/x-www-form-urlencoded). */
export interface ReceivedPost {
  readonly path: string
  readonly origin: string
  readonly type: string
  readonly fields: readonly (readonly [string, string])[]
}

export interface PostServer {
  /** http://127.0.0.1:PORT */
  readonly url: string
  readonly posts: readonly ReceivedPost[]
  /** Methods and paths of everything that was asked for, posts too. */
  readonly requests: readonly string[]
}

export const thanks = 'Thank you. Receipt 7QK2'

/** Serves on a free loopback port during the work. */
export async function withPostServer<Result>(work: (server: PostServer) => Promise<Result>): Promise<Result> {
  const posts: ReceivedPost[] = []
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    if (request.method !== 'POST') {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<title>x</title><link rel="icon" href="data:,"><p>${thanks}</p>`)
      return
    }
    void readPost(request).then(post => {
      posts.push(post)
      response.writeHead(303, { location: '/thanks' }).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    return await work({ url: `http://127.0.0.1:${port}`, posts, requests })
  } finally {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
}

async function readPost(request: IncomingMessage): Promise<ReceivedPost> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return {
    path: request.url ?? '',
    origin: request.headers.origin ?? '',
    type: request.headers['content-type'] ?? '',
    fields: [...new URLSearchParams(Buffer.concat(chunks).toString('utf8'))],
  }
}
