export default function none(): void {
  return;
}
