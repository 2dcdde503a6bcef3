import type { Model } from '@/api/models';
import { wilson } from '@/pages/overview/rates';
import { modelWords } from '@/words/models';

const words = modelWords.answers;
const cell = 'border-b border-line px-3 py-1.5 text-right first:text-left';

/** How often the model's answers were right on test images, by how sure it was of them. */
export function Answers({ model: { answers, answers_set, calibrated } }: { model: Model }) {
  if (!answers) return null;
  const some = answers.filter(({ images }) => images > 0);
  return (
    <section aria-label={words.title} className="flex flex-col gap-1.5">
      <h3>{words.title}</h3>
      <table className="w-full max-w-[520px] border-collapse">
        <thead className="text-label text-ink-3">
          <tr>
            {[words.band, words.right, words.rate].map((head) => (
              <th key={head} scope="col" className={`${cell} font-medium`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {some.map(({ from, to, right, images }) => (
            <tr key={from}>
              <th scope="row" className={`${cell} font-normal`}>
                {words.between(from, to)}
              </th>
              <td className={cell}>{words.of(right, images)}</td>
              <td className={cell}>{words.share(right / images, wilson(right, images))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-small text-ink-3">
        {answers_set && words.set(answers_set)}{' '}
        {calibrated != null && (calibrated ? words.calibrated : words.notCalibrated)}
      </p>
    </section>
  );
}
