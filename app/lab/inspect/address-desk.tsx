// feature: tokens (this file)
'use client'

import { useState } from 'react'
import { concludeAddress, copiesIn } from '@/app/lab/inspect/conclude'
import { InspectSection } from '@/app/lab/inspect/section'
import { type AddressReport, type Sent, sendToken, type Track, tracks } from '@/app/lab/inspect/send-token'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { Refusable } from '@/app/lab/ui/refusable'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import { addressSeconds } from '@/lib/lab/shared/address'

export function AddressDesk() {
  const [isBusy, setBusy] = useState(false)
  const [report, setReport] = useState<AddressReport | number | null>(null)

  async function send() {
    if (isBusy) return
    setBusy(true)
    setReport(await sendToken())
    setBusy(false)
  }

  return (
    <InspectSection
      id="address"
      heading="Send a token in an address"
      hint={`The server issues an access token of your session that expires after ${addressSeconds} seconds. The script of this page sends it once in the query string of an address (?access_token=…), and once in the Authorization header. For the request with the query string, it also puts the token into the address of this page, as a link with a token does. Then it looks where a copy of the token is.`}
    >
      <button type="button" className="button" aria-disabled={isBusy} onClick={send}>
        Send a token both ways
      </button>
      <p role="status" className="mt-4 min-h-12 font-medium sm:min-h-6">
        <Refusable word={isBusy ? 'Sending…' : sentenceOf(report)} />
      </p>
      {report !== null && typeof report !== 'number' && (
        <>
          <Conclusions of="a token in an address" conclusions={concludeAddress(report)} />
          <CopyTable report={report} />
        </>
      )}
    </InspectSection>
  )
}

function sentenceOf(report: AddressReport | number | null): string {
  if (report === null) return 'No token sent yet.'
  if (typeof report === 'number') return sayRefusal(report)

  const [inAddress, inHeader] = [report.inAddress, report.inHeader].map((sent) => copiesIn(report.token, sent).length)
  return `Sent. Copies of the token: ${inAddress} from the address, ${inHeader} from the header.`
}

const trackNames: Readonly<Record<Track, string>> = {
  request: 'Request line: most servers write it to their access log',
  ownLog: 'Log of this application: what each line says about its request',
  address: 'Address of the page: in the address bar and in the browser’s history',
  referer: 'Referer header of the next request to this site',
  elsewhere:
    'Referer header of a request to another site: this page sends no such request, and its Referrer-Policy decides',
}

const columns = [
  ['inAddress', 'Token in the address'],
  ['inHeader', 'Token in the header'],
] as const

/** A table on wide screens, a card for each row on narrow ones. */
function CopyTable({ report }: { report: AddressReport }) {
  return (
    <table className="mt-2 w-full border-collapse text-left max-lg:block lg:table-fixed">
      <caption className="sr-only">Where a copy of the token is, and what this application answers</caption>
      <thead className="border-b-2 border-ink text-sm text-ink-soft max-lg:sr-only">
        <tr>
          {['Where', ...columns.map(([, name]) => name)].map((name) => (
            <th key={name} scope="col" className="px-4 py-2 font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-lg:grid max-lg:gap-4">
        {tracks.map((track) => (
          <Row key={track} name={trackNames[track]} report={report} read={({ found }) => found[track]} />
        ))}
        <Row name="Answer of this application to GET /api/me" report={report} read={({ answer }) => answer} isAnswer />
      </tbody>
    </table>
  )
}

interface RowProps {
  name: string
  report: AddressReport
  read: (sent: Sent) => string
  /** What the server answers is no place for a copy. */
  isAnswer?: boolean
}

function Row({ name, report, read, isAnswer = false }: RowProps) {
  return (
    <tr className="sheet align-top max-lg:block max-lg:py-2">
      <th scope="row" className="px-4 py-3 font-medium max-lg:block max-lg:py-1">
        {name}
      </th>
      {columns.map(([key, column]) => {
        const text = read(report[key])
        return (
          <td key={key} className="px-4 py-3 max-lg:block max-lg:py-1">
            <span className="block text-sm text-ink-soft lg:hidden">{column}</span>
            {!isAnswer && <Stamp isCopy={text.includes(report.token)} />}
            <span className="mt-1 block font-mono text-sm wrap-anywhere">{shorten(text, report.token)}</span>
          </td>
        )
      })}
    </tr>
  )
}

/** Filled or outlined, with a word: the colour is never the only sign. */
function Stamp({ isCopy }: { isCopy: boolean }) {
  return <span className={`stamp ${isCopy ? 'text-alert' : 'bg-ink text-paper'}`}>{isCopy ? 'copy' : 'no copy'}</span>
}

const shorten = (text: string, token: string) => text.replaceAll(token, `${token.slice(0, 8)}…${token.slice(-4)}`)
