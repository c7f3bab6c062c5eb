/** No page answers 401, but Next puts the page for it into each answer: this one is a line, the one of Next more than a kilobyte. */
export { NotAccepted as default } from '@/app/ui/page/notice'
