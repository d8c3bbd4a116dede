import laurel from "/laurel.svg";

export function Brand() {
  return (
    <a className="brand" href="./">
      <img src={laurel} alt="" width="34" height="34" />
      <span>Laurel</span>
    </a>
  );
}
